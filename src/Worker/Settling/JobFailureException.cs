using SwiftDiffusion.Messages.Results;

namespace SwiftDiffusion.Worker.Settling;

/// <summary>The job cannot be painted, and the worker is not at fault.</summary>
/// <param name="reason">Which side failed.</param>
/// <param name="message">What went wrong and what is allowed. Never holds a prompt.</param>
/// <param name="retryable">Whether the same job may succeed if it is sent again.</param>
/// <param name="innerException">The cause, if another exception was.</param>
internal sealed class JobFailureException(FailureReason reason, string message, bool retryable = false, Exception? innerException = null) : Exception(message, innerException)
{
    public Failure Failure => new(reason, Message, retryable) { Violations = Violations };

    /// <summary>The rules that the job breaks.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = [];
}
