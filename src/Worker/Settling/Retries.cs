using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace SwiftDiffusion.Worker.Settling;

/// <summary>How trouble that may pass is met: the same call again, after waits that double from half a second to ten, spread by chance.</summary>
internal static class Retries
{
    /// <summary>Makes a pipeline.</summary>
    /// <param name="count">How often a call is tried again; 0 for never.</param>
    /// <param name="mayPass">Which exceptions are worth it.</param>
    /// <param name="time">The clock of the waits.</param>
    /// <param name="attempt">How long one attempt may take; afterwards it fails with <see cref="TimeoutRejectedException"/>.</param>
    public static ResiliencePipeline Create(int count, Func<Exception, bool> mayPass, TimeProvider time, TimeSpan attempt)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (count > 0)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = count,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromSeconds(0.5),
                MaxDelay = TimeSpan.FromSeconds(10),
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } e && (e is TimeoutRejectedException || mayPass(e))),
            });
        }

        return builder.AddTimeout(attempt).Build();
    }
}
