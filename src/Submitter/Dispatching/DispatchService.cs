using SwiftDiffusion.Submitter.Following;

namespace SwiftDiffusion.Submitter.Dispatching;

/// <summary>Runs the dispatcher: as soon as something is stored here, and now and then for what another process, or one that crashed, has left.</summary>
internal sealed partial class DispatchService(
    Dispatcher dispatcher, DeclaredQueues queues, DispatchSignal signal, StoreEndpoint events, TimeProvider time, ILogger<DispatchService> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // No job goes out before the queue exists in which its events wait for us.
        await events.ReadyAsync(stoppingToken);
        await Task.WhenAll(
            RepeatAsync(dispatcher.DispatchJobsAsync, signal.WaitForJobsAsync, stoppingToken),
            RepeatAsync(dispatcher.DispatchCancellationsAsync, signal.WaitForCancellationsAsync, stoppingToken));
    }

    private async Task RepeatAsync(Func<CancellationToken, Task<int>> dispatch, Func<TimeSpan, TimeProvider, CancellationToken, Task> wait, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await dispatch(stoppingToken) == Dispatcher.BatchSize)
                {
                    // More may wait.
                }

                await wait(Interval, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Broker, database or blob store are away: all waits in its rows, and is tried again.
                LogNotDispatched(logger, e.GetBaseException().Message);
                queues.Forget();
                await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(EventId = 2201, Level = LogLevel.Warning, Message = "Not handed over, trying again: {Problem}")]
    private static partial void LogNotDispatched(ILogger logger, string problem);
}
