using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>What to paint: one prompt, one or more images that differ by their seed alone.</summary>
public sealed record PaintRequest
{
    /// <summary>What the picture shows.</summary>
    public required string Prompt { get; init; }

    /// <summary>What the second text encoder of SDXL reads instead of <see cref="Prompt"/>. Null, the default, is the same text.</summary>
    public string? Prompt2 { get; init; }

    /// <summary>What the picture must not show. Null, the default, is the empty prompt; in SDXL, no text at all where the model says so.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>What the second text encoder of SDXL reads instead of <see cref="NegativePrompt"/>. Null, the default, is the same text.</summary>
    public string? NegativePrompt2 { get; init; }

    /// <summary>How the prompts are read. The default is as they stand.</summary>
    public PromptSyntax PromptSyntax { get; init; }

    /// <summary>Noise seed of image 0; image i uses <c>Seed + i</c>, modulo 2³². The default is 0.</summary>
    public uint Seed { get; init; }

    /// <summary>How many images, at least 1 (default).</summary>
    public int Count { get; init; } = 1;

    /// <summary>Where the noise of several images comes from.</summary>
    public NoiseStreams NoiseStreams { get; init; }

    /// <summary>In pixels, a multiple of 8. Null, the default, is the size the model was trained at, or that of <see cref="InitImage"/>.</summary>
    public int? Width { get; init; }

    /// <summary>In pixels, a multiple of 8. Null, the default, is the size the model was trained at, or that of <see cref="InitImage"/>.</summary>
    public int? Height { get; init; }

    /// <summary>Denoising steps, at least 1. The default is 25.</summary>
    public int Steps { get; init; } = 25;

    /// <summary>Classifier-free guidance g in u + g·(c − u). 1 or less turns it off and halves the work. The default is 7.5.</summary>
    public double GuidanceScale { get; init; } = 7.5;

    /// <summary>φ, how far guidance is rescaled to the spread of the conditional prediction (arXiv:2305.08891), 0 (default) to 1.</summary>
    public double GuidanceRescale { get; init; }

    /// <summary>The sampler and its noise schedule. Null, the default, is what the model's <c>scheduler_config.json</c> names.</summary>
    public SamplerChoice? Sampler { get; init; }

    /// <summary>How many of the text encoder's last layers to leave out for the prompt, 0 (default) or more, as diffusers counts.</summary>
    public int ClipSkip { get; init; }

    /// <summary>The picture to start from instead of noise; of the request's size. Null, the default, paints from the text alone.</summary>
    public Picture? InitImage { get; init; }

    /// <summary>How much of <see cref="InitImage"/> is painted over: above 0, to 1. The default is 0.75.</summary>
    public double Strength { get; init; } = 0.75;

    /// <summary>Where to paint over <see cref="InitImage"/>: white is repainted, black is kept. Of the request's size. Null, the default, is everywhere.</summary>
    public Picture? Mask { get; init; }

    /// <summary>A second pass at a larger size, which follows the first for every image. Null, the default, is none.</summary>
    public SecondPass? Hires { get; init; }

    /// <summary>The ControlNets that steer the picture; none by default.</summary>
    public IReadOnlyList<ControlNetUse> ControlNets { get; init; } = [];

    /// <summary>LoRAs on top of the model, merged in this order; none by default.</summary>
    public IReadOnlyList<LoraUse> Loras { get; init; } = [];

    /// <summary>
    /// Whether painting waits for LoRAs that are still on their way. The default is not to: it begins without them, and each is merged before the next step once it is there, at
    /// the latest after a fifth of the steps and after ten. With fewer than ten steps, or with LCM, painting waits always. LoRAs at hand are merged before the first step.
    /// </summary>
    public bool Exact { get; init; }

    /// <summary>Textual inversions that words of the prompts stand for; none by default.</summary>
    public IReadOnlyList<EmbeddingUse> Embeddings { get; init; } = [];

    /// <summary>SDXL's micro-conditioning; null, the default, is the size that is painted, uncropped. Other families ignore it.</summary>
    public MicroConditioning? MicroConditioning { get; init; }

    /// <summary>A VAE that takes the place of the model's own: a folder in diffusers' layout, or a safetensors file. Null, the default, is the model's own.</summary>
    public string? Vae { get; init; }

    /// <summary>Whether pictures larger than the VAE was trained at are decoded in tiles, which bounds memory. The default is false.</summary>
    public bool TiledDecoding { get; init; }
}

/// <summary>Where the noise of several images comes from.</summary>
public enum NoiseStreams
{
    /// <summary>Image i is painted by itself from seed + i, exactly as a request for it alone would be.</summary>
    PerImage,

    /// <summary>All images are painted together from one stream of the first seed, as diffusers does with one generator.</summary>
    Shared,
}

/// <summary>A ControlNet and what it is to follow.</summary>
/// <param name="Path">A folder in diffusers' layout, or a safetensors file.</param>
/// <param name="Picture">What it follows, for example white edges on black; of the request's size.</param>
public sealed record ControlNetUse(string Path, Picture Picture)
{
    /// <summary>What it follows in the second pass, of that pass's size. Null, the default, is <see cref="Picture"/>, enlarged.</summary>
    public Picture? HiresPicture { get; init; }

    /// <summary>
    /// Which kind of picture this is, for a ControlNet that is a union of several: 0 pose, 1 depth, 2 scribble, 3 edges, 4 normals, 5 segmentation, and in some 6 tile, 7 repaint.
    /// A union that is used several times with other kinds, over the same steps, mixes its pictures as it was trained to. Null, the default, for all others.
    /// </summary>
    public int? Kind { get; init; }

    /// <summary>Multiplies what it adds. The default is 1.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Share of the steps before it begins, 0 (default) to 1.</summary>
    public double Start { get; init; }

    /// <summary>Share of the steps after which it stops, 0 to 1 (default).</summary>
    public double End { get; init; } = 1;

    /// <summary>Whether it acts on the prompt alone, weaker in fine detail, so that it carries the picture without a prompt. The default is false.</summary>
    public bool GuessMode { get; init; }
}

/// <summary>What SDXL is told of sizes, arXiv:2307.01952, section 2.2; in pixels.</summary>
/// <param name="OriginalHeight">Of the picture before it was cropped.</param>
/// <param name="OriginalWidth">Of the picture before it was cropped.</param>
/// <param name="CropTop">Rows cut off at the top.</param>
/// <param name="CropLeft">Columns cut off at the left.</param>
/// <param name="TargetHeight">Of the picture it is shown as; null is the height that is painted.</param>
/// <param name="TargetWidth">Of the picture it is shown as; null is the width that is painted.</param>
public sealed record MicroConditioning(int OriginalHeight, int OriginalWidth, int CropTop, int CropLeft, int? TargetHeight = null, int? TargetWidth = null);
