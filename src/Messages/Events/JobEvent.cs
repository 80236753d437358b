using System.Text.Json.Serialization;

namespace SwiftDiffusion.Messages.Events;

/// <summary>What every event of a job tells.</summary>
public abstract record JobEvent
{
    // In JSON, what all events tell stands before what this one tells.
    private const int First = -1;

    /// <summary>The job.</summary>
    [JsonPropertyOrder(First)]
    public required string JobId { get; init; }

    /// <summary>When it happened, by the clock of who tells.</summary>
    [JsonPropertyOrder(First)]
    public required DateTimeOffset Time { get; init; }

    /// <summary>Whom the job belongs to; null for nobody in particular.</summary>
    [JsonPropertyOrder(First)]
    public string? Tenant { get; init; }

    /// <summary>The job's labels.</summary>
    [JsonPropertyOrder(First)]
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}
