using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace SwiftDiffusion.Storage.Azure;

/// <summary>How Azure is called: each try has a time limit, faults that pass are tried again, and a store that mostly fails is left alone for a while.</summary>
internal static partial class AzureResilience
{
    /// <summary>Builds the pipeline, outermost first: retries, circuit breaker, time limit.</summary>
    public static ResiliencePipeline Build(StorageOptions options, TimeProvider time, ILogger logger)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (options.Retries > 0)
        {
            builder.AddRetry(Retry(options, logger));
        }

        return builder
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = 10,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = options.BreakDuration,
                ShouldHandle = args => ValueTask.FromResult(ShouldHandle(args.Outcome, args.Context)),
            })
            .AddTimeout(options.TryTimeout)
            .Build();
    }

    private static RetryStrategyOptions Retry(StorageOptions options, ILogger logger) => new()
    {
        MaxRetryAttempts = options.Retries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = options.RetryDelay,
        MaxDelay = options.MaxRetryDelay,
        ShouldHandle = args => ValueTask.FromResult(ShouldHandle(args.Outcome, args.Context)),
        // An open circuit says when it lets the next call through; null takes the delay computed above.
        DelayGenerator = args => ValueTask.FromResult((args.Outcome.Exception as BrokenCircuitException)?.RetryAfter),
        OnRetry = args =>
        {
            LogRetry(logger, args.AttemptNumber + 1, options.Retries, args.RetryDelay, args.Outcome.Exception!.Message.Split('\n', 2)[0].Trim());
            return ValueTask.CompletedTask;
        },
    };

    private static bool ShouldHandle(Outcome<object> outcome, ResilienceContext context) =>
        !context.CancellationToken.IsCancellationRequested && outcome.Exception is { } exception && AzureFaults.IsTransient(exception);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "Blob store: retry {Retry} of {Retries} in {Delay}: {Reason}")]
    private static partial void LogRetry(ILogger logger, int retry, int retries, TimeSpan delay, string reason);
}
