using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>What to paint: one prompt, one or more images that differ by their seed alone.</summary>
public sealed record PaintRequest
{
    /// <summary>What the picture shows.</summary>
    public required string Prompt { get; init; }

    /// <summary>What it must not show. Null, the default, is the empty prompt.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>Noise seed of image 0; image i uses <c>Seed + i</c>, modulo 2³². The default is 0.</summary>
    public uint Seed { get; init; }

    /// <summary>How many images, at least 1 (default).</summary>
    public int Count { get; init; } = 1;

    /// <summary>In pixels, a multiple of 8. Null, the default, is the size the model was trained at.</summary>
    public int? Width { get; init; }

    /// <summary>In pixels, a multiple of 8. Null, the default, is the size the model was trained at.</summary>
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
}
