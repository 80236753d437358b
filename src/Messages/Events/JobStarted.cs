namespace SwiftDiffusion.Messages.Events;

/// <summary>A worker has begun to paint. It may be told more than once, when a worker is lost and another one takes over.</summary>
public sealed record JobStarted : JobEvent
{
    /// <summary>The worker, by a name of its process.</summary>
    public required string Worker { get; init; }

    /// <summary>The seed of image 0, drawn by the worker where the job had none.</summary>
    public required uint Seed { get; init; }
}
