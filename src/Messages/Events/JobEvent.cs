namespace SwiftDiffusion.Messages.Events;

/// <summary>What every event of a job tells.</summary>
public abstract record JobEvent
{
    /// <summary>The job.</summary>
    public required string JobId { get; init; }

    /// <summary>When it happened, by the clock of who tells.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Whom the job belongs to; null for nobody in particular.</summary>
    public string? Tenant { get; init; }

    /// <summary>The job's labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}
