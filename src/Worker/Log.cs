using Microsoft.Extensions.Logging;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Worker.Consuming;

namespace SwiftDiffusion.Worker;

/// <summary>What a worker logs. Prompts never are.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Cancellation of job {JobId} has arrived while it is in hand.")]
    public static partial void CancelRequested(this ILogger logger, string jobId);

    [LoggerMessage(2, LogLevel.Information, "Loading base model {Path}.")]
    public static partial void ModelLoading(this ILogger logger, string path);

    [LoggerMessage(3, LogLevel.Critical, "The device has failed; the worker takes no more jobs and its process ends.")]
    public static partial void DeviceFaulted(this ILogger logger, Exception exception);

    [LoggerMessage(4, LogLevel.Warning, "Progress could not be told; the job goes on.")]
    public static partial void ProgressLost(this ILogger logger, Exception exception);

    [LoggerMessage(5, LogLevel.Information, "Taken up.")]
    public static partial void JobTaken(this ILogger logger);

    [LoggerMessage(6, LogLevel.Information, "Done before: telling of it again.")]
    public static partial void JobDoneBefore(this ILogger logger);

    [LoggerMessage(7, LogLevel.Information, "Succeeded with {Images} images after {GpuSeconds:f1} seconds on the device.")]
    public static partial void JobSucceeded(this ILogger logger, int images, double gpuSeconds);

    [LoggerMessage(8, LogLevel.Warning, "Failed, {Reason}: {Problem}")]
    public static partial void JobFailed(this ILogger logger, FailureReason reason, string problem);

    [LoggerMessage(9, LogLevel.Information, "Given up: {Reason}.")]
    public static partial void JobGivenUp(this ILogger logger, StopReason reason);
}
