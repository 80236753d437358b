using Microsoft.Extensions.Options;

namespace SwiftDiffusion.Submitter.Reconciling;

/// <summary>Looks after silent jobs and old ones now and then. Several submitters may: what one has done, the others find done.</summary>
internal sealed partial class ReconcileService(
    Reconciler reconciler, Retention retention, IOptions<ReconcileOptions> options, TimeProvider time, ILogger<ReconcileService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(reconciler.ReconcileAsync, stoppingToken);
                await TryAsync(retention.DeleteAsync, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task<int>> work, CancellationToken stoppingToken)
    {
        try
        {
            if (await work(stoppingToken) is > 0 and var jobs)
            {
                LogLookedAfter(logger, work.Method.DeclaringType!.Name, jobs);
            }
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // Something that it asks is away; the next time will do.
            LogPutOff(logger, e.GetBaseException().Message);
        }
    }

    [LoggerMessage(EventId = 2301, Level = LogLevel.Information, Message = "{Work} looked after {Jobs} jobs.")]
    private static partial void LogLookedAfter(ILogger logger, string work, int jobs);

    [LoggerMessage(EventId = 2302, Level = LogLevel.Warning, Message = "Looking after jobs is put off: {Problem}")]
    private static partial void LogPutOff(ILogger logger, string problem);
}
