using System.ComponentModel.DataAnnotations;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Messages.Commands;

/// <summary>Asks the fleet for the images of one prompt. Sent by a producer, handled by one worker at a time.</summary>
/// <remarks>Ranges are checked in one place, by the API and by the worker alike; a job that breaks one fails without being painted.</remarks>
public sealed record GenerateImages
{
    /// <summary>Names the job, and makes it idempotent: two jobs of one id yield one set of images. 1 to 64 of letters, digits, '-' and '_'; <see cref="JobId.New"/> makes one.</summary>
    [Pattern(Patterns.Identifier, Patterns.IdentifierAllowed)]
    public required string JobId { get; init; }

    /// <summary>The base model, by a name that the pool's workers know, for example <c>postcards</c>. It decides on the queue. 1 to 128 of letters, digits, '-', '_' and '.', the first no '-' or '.'; not <c>dead</c>, and not ending in <c>.low</c>.</summary>
    [Pattern(Patterns.Model, Patterns.ModelAllowed)]
    public required string Model { get; init; }

    /// <summary>What the pictures show. 0 to 8,000 characters.</summary>
    [Length(0, JobLimits.PromptLength)]
    public required string Prompt { get; init; }

    /// <summary>What SDXL's second text encoder reads instead of <see cref="Prompt"/>. Null, the default, is the same text. At most 8,000 characters.</summary>
    [Length(0, JobLimits.PromptLength)]
    public string? Prompt2 { get; init; }

    /// <summary>What the pictures must not show. Null, the default, is none. At most 8,000 characters.</summary>
    [Length(0, JobLimits.PromptLength)]
    public string? NegativePrompt { get; init; }

    /// <summary>What SDXL's second text encoder reads instead of <see cref="NegativePrompt"/>. Null, the default, is the same text. At most 8,000 characters.</summary>
    [Length(0, JobLimits.PromptLength)]
    public string? NegativePrompt2 { get; init; }

    /// <summary>How prompts are read. The default is <see cref="Jobs.PromptSyntax.A1111"/>.</summary>
    public PromptSyntax PromptSyntax { get; init; } = PromptSyntax.A1111;

    /// <summary>Noise seed of image 0; image i uses seed + i, modulo 2³². Null, the default, lets the worker draw one, which the result names.</summary>
    public uint? Seed { get; init; }

    /// <summary>How many images, 1 (default) to 16.</summary>
    [Range(1, JobLimits.Images)]
    public int Count { get; init; } = 1;

    /// <summary>In pixels, a multiple of 8 from 64 to 4096. Null, the default, is the size the model was trained at, or that of <see cref="InitImage"/>.</summary>
    [Range(JobLimits.SmallestSide, JobLimits.LargestSide)]
    [MultipleOf(JobLimits.SideStep)]
    public int? Width { get; init; }

    /// <summary>In pixels, a multiple of 8 from 64 to 4096. Null, the default, is the size the model was trained at, or that of <see cref="InitImage"/>.</summary>
    [Range(JobLimits.SmallestSide, JobLimits.LargestSide)]
    [MultipleOf(JobLimits.SideStep)]
    public int? Height { get; init; }

    /// <summary>Denoising steps, 1 to 150. The default is 25.</summary>
    [Range(1, JobLimits.Steps)]
    public int Steps { get; init; } = 25;

    /// <summary>Classifier-free guidance, 0 to 50; 1 or less turns it off. The default is 7.5.</summary>
    [Range(0, JobLimits.Guidance)]
    public double Guidance { get; init; } = 7.5;

    /// <summary>How far guidance is rescaled to the spread of the unguided prediction, 0 (default) to 1.</summary>
    [Range(0.0, 1.0)]
    public double GuidanceRescale { get; init; }

    /// <summary>The sampler, in our spelling (<c>dpmpp_2m</c>), diffusers' (<c>DPMSolverMultistepScheduler</c>) or A1111's (<c>DPM++ 2M Karras</c>). Null, the default, is the model's own. At most 64 characters.</summary>
    [Length(1, JobLimits.SamplerLength)]
    public string? Sampler { get; init; }

    /// <summary>How noise levels are spread. Null, the default, is what the sampler's name says, or the model's own. DDIM, DDPM, PNDM, LCM and ancestral Euler take only <c>timesteps</c>.</summary>
    public NoiseSchedule? Schedule { get; init; }

    /// <summary>Which training timesteps the steps use. Null, the default, is the model's own. LCM takes none.</summary>
    public TimestepSpacing? TimestepSpacing { get; init; }

    /// <summary>DDIM's share of fresh noise per step, 0 to 1; other samplers take only 0. Null, the default, is the model's own.</summary>
    [Range(0.0, 1.0)]
    public double? Eta { get; init; }

    /// <summary>How many of the text encoder's last layers to leave out, 0 (default) to 12, as diffusers counts (A1111's "clip skip" less one).</summary>
    [Range(0, JobLimits.ClipSkip)]
    public int ClipSkip { get; init; }

    /// <summary>The picture to start from. Null, the default, paints from the text alone.</summary>
    public PictureReference? InitImage { get; init; }

    /// <summary>How much of <see cref="InitImage"/> is painted over, above 0 to 1. The default is 0.75. Of the steps, as large a share is run, and at least one must be left.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Strength { get; init; } = 0.75;

    /// <summary>Where to paint over <see cref="InitImage"/>: white is repainted, black is kept. Null, the default, is everywhere.</summary>
    public PictureReference? Mask { get; init; }

    /// <summary>A second pass at a larger size. Null, the default, is none.</summary>
    public HiresPass? Hires { get; init; }

    /// <summary>ControlNets that steer the pictures, at most 8; none by default.</summary>
    [Length(0, JobLimits.ControlNets)]
    public IReadOnlyList<ControlNetReference> ControlNets { get; init; } = [];

    /// <summary>LoRAs on top of the model, at most 16, merged in this order; none by default.</summary>
    [Length(0, JobLimits.Loras)]
    public IReadOnlyList<LoraReference> Loras { get; init; } = [];

    /// <summary>Textual inversions that words of the prompts stand for, at most 16; none by default.</summary>
    [Length(0, JobLimits.Embeddings)]
    public IReadOnlyList<EmbeddingReference> Embeddings { get; init; } = [];

    /// <summary>SDXL's micro-conditioning. Null, the default, is the job's size, uncropped.</summary>
    public SizeConditioning? SizeConditioning { get; init; }

    /// <summary>Another VAE than the model's own. Null, the default, is the model's own.</summary>
    public AdapterReference? Vae { get; init; }

    /// <summary>Whether pictures larger than the VAE was trained at are decoded in tiles, which bounds memory. The default is false.</summary>
    public bool TiledDecoding { get; init; }

    /// <summary>How images are written.</summary>
    public OutputFormat Output { get; init; } = new();

    /// <summary>Whether LoRAs must be merged before the first step, rather than within the first fifth of them. The default is false.</summary>
    public bool Exact { get; init; }

    /// <summary>When the job is worthless: not started after it, and stopped at it. Null, the default, is never.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Which of the model's two queues the job waits in.</summary>
    public JobPriority Priority { get; init; }

    /// <summary>Whom the blobs belong to: a prefix of their names. 1 to 64 of letters, digits, '-' and '_'. Null, the default, is nobody in particular.</summary>
    [Pattern(Patterns.Identifier, Patterns.IdentifierAllowed)]
    public string? Tenant { get; init; }

    /// <summary>Where to tell of the job's end. Null, the default, is nowhere but the bus.</summary>
    public Callback? Callback { get; init; }

    /// <summary>Texts of the producer's that come back in every event: at most 32, with names of 1 to 64 and values of at most 256 characters; none by default.</summary>
    [Length(0, JobLimits.Labels)]
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}
