namespace SwiftDiffusion.Submitter.Tenants;

/// <summary>Table <c>tenants</c>: whose jobs there are, and how many each may have.</summary>
internal sealed class TenantRow
{
    /// <summary>Names the tenant in blobs and messages: 1 to 64 of letters, digits, '-' and '_'.</summary>
    public required string Id { get; set; }

    public required string Name { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>How many of its jobs may be unfinished; null for any number.</summary>
    public int? MaxQueuedJobs { get; set; }

    /// <summary>How many jobs it may hand in a minute; null for any number.</summary>
    public int? JobsPerMinute { get; set; }

    /// <summary>Since when its keys open nothing; null while they do.</summary>
    public DateTimeOffset? DisabledAt { get; set; }
}
