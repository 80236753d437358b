using System.ComponentModel.DataAnnotations;

namespace SwiftDiffusion.Messages.Jobs;

/// <summary>How images are written.</summary>
public sealed record OutputFormat
{
    /// <summary>The file format. The default is PNG.</summary>
    public ImageFormat Format { get; init; }

    /// <summary>Of JPEG and WebP, 1 to 100; 100 makes WebP lossless. The default is 90.</summary>
    [Range(1, 100)]
    public int Quality { get; init; } = 90;

    /// <summary>Whether the files carry what they were made with, as A1111's text and as JSON. The default is true.</summary>
    public bool EmbedMetadata { get; init; } = true;
}

/// <summary>Formats of images.</summary>
public enum ImageFormat
{
    /// <summary>Lossless.</summary>
    Png,

    /// <summary>Small, lossy.</summary>
    Jpeg,

    /// <summary>Smaller, lossy or lossless.</summary>
    Webp,
}
