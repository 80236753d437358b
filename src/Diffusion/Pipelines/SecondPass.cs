namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>A second pass over the finished picture at a larger size, which gives large pictures that hang together: A1111's "hires. fix".</summary>
/// <remarks>
/// It is image to image from what the first pass gave, enlarged, with the same prompts, ControlNets and LoRAs. Noise starts anew from the image's seed, as in a request of its own.
/// </remarks>
public sealed record SecondPass
{
    internal const double MaxScale = 8;

    /// <summary>How much larger each side gets, above 1, to 8; sides are rounded down to a multiple of 8. The default is 2.</summary>
    public double Scale { get; init; } = 2;

    /// <summary>Steps before <see cref="Strength"/> shortens them, at least 1. Null, the default, is the request's.</summary>
    public int? Steps { get; init; }

    /// <summary>How much of the enlarged picture is painted over: above 0, to 1. The default is 0.6.</summary>
    public double Strength { get; init; } = 0.6;

    /// <summary>What is enlarged.</summary>
    public Upscaler Upscaler { get; init; }

    /// <summary>How long a side gets.</summary>
    /// <param name="side">In pixels, before.</param>
    /// <param name="step">Sides are multiples of it.</param>
    internal int Enlarged(int side, int step)
    {
        // A scale of two decimals times a side comes out just below the whole number that is meant.
        const double rounding = 1e-9;
        return (int)Math.Floor((side * Scale / step) + rounding) * step;
    }
}

/// <summary>What a second pass starts from.</summary>
public enum Upscaler
{
    /// <summary>The latents, interpolated: fast, and needs a strength above about 0.5.</summary>
    Latent,

    /// <summary>The picture, resampled with Lanczos' filter: keeps more of it.</summary>
    Lanczos,
}
