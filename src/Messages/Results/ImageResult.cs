namespace SwiftDiffusion.Messages.Results;

/// <summary>A stored image.</summary>
public sealed record ImageResult
{
    /// <summary>Its place in the job, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The seed that gives this image alone.</summary>
    public required uint Seed { get; init; }

    /// <summary>Its key in the blob store, for example <c>tenants/acme/jobs/01j.../0.png</c>.</summary>
    public required string Blob { get; init; }

    /// <summary>Its media type, for example <c>image/png</c>.</summary>
    public required string ContentType { get; init; }

    /// <summary>In pixels.</summary>
    public required int Width { get; init; }

    /// <summary>In pixels.</summary>
    public required int Height { get; init; }

    /// <summary>SHA-256 of the file, 64 hexadecimal digits in lower case.</summary>
    public required string Sha256 { get; init; }
}
