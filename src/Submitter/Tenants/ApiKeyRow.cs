namespace SwiftDiffusion.Submitter.Tenants;

/// <summary>Table <c>api_keys</c>: by what a tenant proves who it is. The key itself is stored nowhere.</summary>
internal sealed class ApiKeyRow
{
    public required string Id { get; set; }

    public required string TenantId { get; set; }

    /// <summary>SHA-256 of the key, 32 bytes.</summary>
    public required byte[] Hash { get; set; }

    public required string Name { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}
