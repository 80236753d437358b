namespace SwiftDiffusion.Submitter.Jobs;

/// <summary>Table <c>inputs</c>: pictures that a tenant has handed in for its jobs. Their bytes are in the blob store, under the tenant's prefix.</summary>
internal sealed class InputRow
{
    public required string TenantId { get; set; }

    /// <summary>SHA-256 of the bytes, in hexadecimal.</summary>
    public required string Id { get; set; }

    public required string MediaType { get; set; }

    public required long Bytes { get; set; }

    /// <summary>In pixels.</summary>
    public required int Width { get; set; }

    /// <summary>In pixels.</summary>
    public required int Height { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }
}
