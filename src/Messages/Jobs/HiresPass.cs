using System.ComponentModel.DataAnnotations;
using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Messages.Jobs;

/// <summary>A second pass over the finished picture at a larger size, which gives large pictures that hang together.</summary>
public sealed record HiresPass
{
    /// <summary>How much larger each side gets, above 1 to 4, as long as none exceeds 4096 pixels. The default is 2.</summary>
    [Range(1.0, JobLimits.HiresScale, MinimumIsExclusive = true)]
    public double Scale { get; init; } = 2;

    /// <summary>Steps of the second pass before <see cref="Strength"/> shortens it, 1 to 150. Null, the default, is the job's.</summary>
    [Range(1, JobLimits.Steps)]
    public int? Steps { get; init; }

    /// <summary>How much of the enlarged picture is painted over, above 0 to 1. The default is 0.6.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Strength { get; init; } = 0.6;

    /// <summary>What is enlarged.</summary>
    public HiresUpscaler Upscaler { get; init; }
}

/// <summary>What the second pass starts from.</summary>
public enum HiresUpscaler
{
    /// <summary>The latents, interpolated: fast, and needs a strength above about 0.5.</summary>
    Latent,

    /// <summary>The picture, resampled with Lanczos' filter: keeps more of it.</summary>
    Lanczos,
}
