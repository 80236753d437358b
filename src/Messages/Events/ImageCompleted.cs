using SwiftDiffusion.Messages.Results;

namespace SwiftDiffusion.Messages.Events;

/// <summary>An image is stored. The job is not over: only <see cref="JobSucceeded"/> makes its images final.</summary>
public sealed record ImageCompleted : JobEvent
{
    /// <summary>The image.</summary>
    public required ImageResult Image { get; init; }
}
