namespace SwiftDiffusion.Submitter.Jobs;

/// <summary>Table <c>job_events</c>: what was told of a job, each once, progress left out. Feeds event streams and webhooks.</summary>
internal sealed class JobEventRow
{
    /// <summary>Counts up within a job, with gaps: what <c>Last-Event-ID</c> names.</summary>
    public long Sequence { get; set; }

    public required string TenantId { get; set; }

    public required string JobId { get; set; }

    /// <summary>The event's CloudEvents id, unique within its tenant.</summary>
    public required string EventId { get; set; }

    /// <summary>One of <see cref="Messages.Events.EventNames"/>.</summary>
    public required string Type { get; set; }

    public required DateTimeOffset Time { get; set; }

    /// <summary>The event's JSON.</summary>
    public required string Data { get; set; }
}
