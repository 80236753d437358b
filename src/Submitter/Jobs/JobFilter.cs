namespace SwiftDiffusion.Submitter.Jobs;

/// <summary>Which of a tenant's jobs to list.</summary>
internal sealed record JobFilter
{
    /// <summary>Jobs in any of these states; empty, the default, for all.</summary>
    public IReadOnlyList<JobState> States { get; init; } = [];

    /// <summary>Jobs of this model; null, the default, for all.</summary>
    public string? Model { get; init; }

    /// <summary>Jobs accepted at this time or later; null, the default, for all.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Jobs accepted before this time; null, the default, for all.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }
}
