using Microsoft.Extensions.Logging;

namespace SwiftDiffusion.Worker;

/// <summary>What a worker logs. Prompts never are.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Cancellation of job {JobId} has arrived while it is in hand.")]
    public static partial void CancelRequested(this ILogger logger, string jobId);
}
