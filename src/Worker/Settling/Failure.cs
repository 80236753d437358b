using SwiftDiffusion.Messages.Results;

namespace SwiftDiffusion.Worker.Settling;

/// <summary>Why a job failed, as its event tells.</summary>
/// <param name="Reason">Which side failed.</param>
/// <param name="Message">For a person; never holds a prompt.</param>
/// <param name="Retryable">Whether the same job may succeed if it is sent again.</param>
internal sealed record Failure(FailureReason Reason, string Message, bool Retryable)
{
    public IReadOnlyList<Violation> Violations { get; init; } = [];
}
