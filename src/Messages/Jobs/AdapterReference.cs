using System.ComponentModel.DataAnnotations;
using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Messages.Jobs;

/// <summary>A file that a worker has or can fetch: by name, by digest, or by name with the digest that it must have.</summary>
public record AdapterReference
{
    /// <summary>A name that the pool's workers know, at most 128 characters: letters, digits, '-', '_' and '.' in parts separated by '/', none empty or beginning with '.'. Null when <see cref="Sha256"/> is enough.</summary>
    [Length(1, JobLimits.AdapterNameLength)]
    [Pattern(Patterns.Path, Patterns.PathAllowed)]
    public string? Name { get; init; }

    /// <summary>SHA-256 of the file, 64 hexadecimal digits in lower case. Null trusts the name.</summary>
    [Pattern(Patterns.Sha256, Patterns.Sha256Allowed)]
    public string? Sha256 { get; init; }
}
