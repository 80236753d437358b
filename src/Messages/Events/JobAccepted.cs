namespace SwiftDiffusion.Messages.Events;

/// <summary>The fleet has taken the job over: from here on it ends in exactly one of succeeded, failed, cancelled and expired.</summary>
public sealed record JobAccepted : JobEvent
{
    /// <summary>The queue it waits in.</summary>
    public required string Queue { get; init; }
}
