using System.ComponentModel.DataAnnotations;
using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Messages.Jobs;

/// <summary>Where a picture lies; exactly one of the three is given.</summary>
public sealed record PictureReference
{
    /// <summary>Its key in the blob store, for example <c>inputs/4f/house.png</c>, below the tenant's folder; at most 900 characters: letters, digits, '-', '_' and '.' in parts separated by '/', none empty or beginning with '.', the first not <c>tenants</c>.</summary>
    [Length(1, JobLimits.BlobKeyLength)]
    [Pattern(Patterns.Path, Patterns.PathAllowed)]
    public string? Blob { get; init; }

    /// <summary>An https address without a user name, from which a worker may fetch it. At most 2,048 characters.</summary>
    [Length(1, JobLimits.UrlLength)]
    [Pattern(Patterns.Https, Patterns.HttpsAllowed)]
    public string? Url { get; init; }

    /// <summary>The file itself, in base64 with padding; at most 256 KiB, since it travels through the broker.</summary>
    [Length(1, JobLimits.PictureDataLength)]
    public string? Data { get; init; }
}
