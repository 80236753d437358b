using Microsoft.EntityFrameworkCore;
using SwiftDiffusion.Submitter.Data;

namespace SwiftDiffusion.Submitter.Webhooks.Delivering;

/// <summary>Counts what waits, now and then, for the metrics.</summary>
internal sealed partial class BacklogWatch(Transactions transactions, WebhookMetrics metrics, TimeProvider time, ILogger<BacklogWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await CountAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogNotCounted(logger, e.GetBaseException().Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        var pending = await transactions.ReadAsync(
            (db, token) => db.WebhookDeliveries.Where(row => row.State == DeliveryState.Pending)
                .GroupBy(_ => 1).Select(all => new { Count = all.LongCount(), Next = all.Min(row => row.NextAttemptAt) }).SingleOrDefaultAsync(token),
            cancellationToken);
        var age = pending is null ? TimeSpan.Zero : time.GetUtcNow() - pending.Next;
        metrics.Waiting(pending?.Count ?? 0, age > TimeSpan.Zero ? age : TimeSpan.Zero);
    }

    [LoggerMessage(EventId = 2507, Level = LogLevel.Warning, Message = "Waiting webhooks could not be counted: {Problem}")]
    private static partial void LogNotCounted(ILogger logger, string problem);
}
