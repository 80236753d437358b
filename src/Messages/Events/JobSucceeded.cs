using SwiftDiffusion.Messages.Results;

namespace SwiftDiffusion.Messages.Events;

/// <summary>All images and the manifest are stored.</summary>
public sealed record JobSucceeded : JobEvent
{
    /// <summary>What was painted and where it lies: the content of the manifest.</summary>
    public required JobResult Result { get; init; }
}
