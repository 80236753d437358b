using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace SwiftDiffusion.Storage.Azure;

/// <summary>How Azure is called: each try has a time limit, faults that pass are tried again, and a store that mostly fails is left alone for a while.</summary>
internal static partial class AzureResilience
{
    private static readonly ResiliencePropertyKey<long> FirstFailure = new("first-failure");

    /// <summary>Builds the pipeline, outermost first: retries, circuit breaker, time limit.</summary>
    public static ResiliencePipeline Build(StorageOptions options, TimeProvider time, ILogger logger)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (options.Retries > 0)
        {
            builder.AddRetry(Retry(options, time, logger));
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

    private static RetryStrategyOptions Retry(StorageOptions options, TimeProvider time, ILogger logger) => new()
    {
        // ShouldHandle says when it is enough.
        MaxRetryAttempts = int.MaxValue,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = options.RetryDelay,
        MaxDelay = options.MaxRetryDelay,
        ShouldHandle = args => ValueTask.FromResult(ShouldHandle(args.Outcome, args.Context) && (args.AttemptNumber < options.Retries || SinceFirstFailure(args.Context, time) < options.Patience)),
        // An open circuit says when it lets the next call through; null takes the delay computed above.
        DelayGenerator = args => ValueTask.FromResult(
            args.Outcome.Exception is BrokenCircuitException { RetryAfter: { } after } ? after > options.RetryDelay ? after : options.RetryDelay : (TimeSpan?)null),
        OnRetry = args =>
        {
            LogRetry(logger, args.AttemptNumber + 1, args.RetryDelay, args.Outcome.Exception!.Message.Split('\n', 2)[0].Trim());
            return ValueTask.CompletedTask;
        },
    };

    private static TimeSpan SinceFirstFailure(ResilienceContext context, TimeProvider time)
    {
        var first = context.Properties.GetValue(FirstFailure, time.GetTimestamp());
        context.Properties.Set(FirstFailure, first);
        return time.GetElapsedTime(first);
    }

    private static bool ShouldHandle(Outcome<object> outcome, ResilienceContext context) =>
        !context.CancellationToken.IsCancellationRequested && outcome.Exception is { } exception && AzureFaults.IsTransient(exception);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "Blob store: retry {Retry} in {Delay}: {Reason}")]
    private static partial void LogRetry(ILogger logger, int retry, TimeSpan delay, string reason);
}
