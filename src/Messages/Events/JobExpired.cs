namespace SwiftDiffusion.Messages.Events;

/// <summary>The job's deadline passed before it was done.</summary>
public sealed record JobExpired : JobEvent
{
    /// <summary>The deadline that it had.</summary>
    public required DateTimeOffset Deadline { get; init; }
}
