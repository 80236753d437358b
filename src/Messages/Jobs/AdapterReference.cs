namespace SwiftDiffusion.Messages.Jobs;

/// <summary>A file that a worker has or can fetch: by name, by digest, or by name with the digest that it must have.</summary>
public record AdapterReference
{
    /// <summary>A name that the pool's workers know, 1 to 128 characters. Null when <see cref="Sha256"/> is enough.</summary>
    public string? Name { get; init; }

    /// <summary>SHA-256 of the file, 64 hexadecimal digits in lower case. Null trusts the name.</summary>
    public string? Sha256 { get; init; }
}
