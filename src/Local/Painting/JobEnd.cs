using System.Globalization;
using SwiftDiffusion.Local.Arguments;
using SwiftDiffusion.Local.Output;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Results;

namespace SwiftDiffusion.Local.Painting;

/// <summary>What a job's end without pictures means for a person and for the exit code.</summary>
internal static class JobEnd
{
    public static CommandException Explain(JobEvent end) => end switch
    {
        JobFailed { Violations: { Count: > 0 } violations } failed => new CommandException(CodeOf(failed.Reason), [.. violations.Select(FieldNames.Explain)]),
        JobFailed failed => new CommandException(CodeOf(failed.Reason), FieldNames.Explain(failed.Message)),
        JobExpired expired => new CommandException(ExitCode.Failed, string.Create(CultureInfo.InvariantCulture, $"The deadline {expired.Deadline:u} passed before the picture was done.")),
        JobCancelled => new CommandException(ExitCode.Interrupted, "Cancelled."),
        _ => throw new ArgumentException($"{end.GetType().Name} ends no job without pictures.", nameof(end)),
    };

    /// <summary>The worker gave the job back: the trouble is its own, or its disk's.</summary>
    public static CommandException Explain(Exception fault) =>
        DiskFaults.Explain("Painting failed", fault) ?? new CommandException(ExitCode.Failed, $"Painting failed: {fault.Message}");

    private static int CodeOf(FailureReason reason) => reason switch
    {
        FailureReason.InvalidJob or FailureReason.UnsupportedFeature => ExitCode.BadArguments,
        FailureReason.StorageUnavailable => ExitCode.Storage,
        FailureReason.DeviceFault or FailureReason.WorkerLost => ExitCode.Failed,
        _ => ExitCode.Unusable,
    };
}
