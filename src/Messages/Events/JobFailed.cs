using SwiftDiffusion.Messages.Results;

namespace SwiftDiffusion.Messages.Events;

/// <summary>The job has no images and will have none.</summary>
public sealed record JobFailed : JobEvent
{
    /// <summary>Which side failed, and when.</summary>
    public required FailureReason Reason { get; init; }

    /// <summary>What went wrong and what is allowed, for a person. Never holds a prompt.</summary>
    public required string Message { get; init; }

    /// <summary>Whether the same job may succeed if it is sent again.</summary>
    public required bool Retryable { get; init; }

    /// <summary>Each rule that the job breaks; empty for other failures.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = [];
}
