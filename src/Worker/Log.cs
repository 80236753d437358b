using Microsoft.Extensions.Logging;

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
}
