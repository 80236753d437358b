using Microsoft.Extensions.Logging;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Worker.Consuming;

namespace SwiftDiffusion.Worker;

/// <summary>What a worker logs. Prompts never are.</summary>
internal static partial class Log
{
    private static readonly Func<ILogger, string, IDisposable?> JobScope = LoggerMessage.DefineScope<string>("job {JobId}");

    /// <summary>Names the job in all that is logged until the result is disposed.</summary>
    public static IDisposable? BeginJob(this ILogger logger, string jobId) => JobScope(logger, jobId);

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

    [LoggerMessage(10, LogLevel.Warning, "Job {JobId} was delivered before and came back undone, {Returns} times so far.")]
    public static partial void JobCameBack(this ILogger logger, string jobId, long returns);

    [LoggerMessage(11, LogLevel.Information, "Job {JobId} goes to the end of its queue: another job that came back is in hand.")]
    public static partial void JobSentAgain(this ILogger logger, string jobId);

    [LoggerMessage(12, LogLevel.Information, "Warming up with model {Model}.")]
    public static partial void WarmingUp(this ILogger logger, string model);

    [LoggerMessage(13, LogLevel.Information, "Warm after {Seconds:f1} seconds; taking jobs.")]
    public static partial void WarmedUp(this ILogger logger, double seconds);

    [LoggerMessage(14, LogLevel.Information, "Asked to end: taking no more jobs; {Jobs} in hand may go on for {Patience}.")]
    public static partial void Draining(this ILogger logger, int jobs, TimeSpan patience);

    [LoggerMessage(15, LogLevel.Information, "Drained.")]
    public static partial void Drained(this ILogger logger);

    [LoggerMessage(16, LogLevel.Critical, "Settings are wrong: {Problems}")]
    public static partial void WrongSettings(this ILogger logger, string problems);

    [LoggerMessage(17, LogLevel.Critical, "The worker cannot start.")]
    public static partial void NotStarted(this ILogger logger, Exception exception);

    [LoggerMessage(18, LogLevel.Error, "Job {JobId} came back undone {Returns} times, sent again in between: it is given up.")]
    public static partial void JobGivenUpForGood(this ILogger logger, string jobId, long returns);

    [LoggerMessage(19, LogLevel.Information, "Fetched {File}, {Bytes} bytes, in {Seconds:f1} seconds.")]
    public static partial void FileFetched(this ILogger logger, string file, long bytes, double seconds);

    [LoggerMessage(20, LogLevel.Information, "Dropped {File}, {Bytes} bytes, from the cache.")]
    public static partial void FileDropped(this ILogger logger, string file, long bytes);
}
