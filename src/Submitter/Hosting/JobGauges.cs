using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using SwiftDiffusion.Submitter.Data;
using SwiftDiffusion.Submitter.Data.Mappings;
using SwiftDiffusion.Submitter.Jobs;

namespace SwiftDiffusion.Submitter.Hosting;

/// <summary>How many jobs are in which state, counted in the database now and then: every submitter of a fleet tells the same numbers.</summary>
internal sealed partial class JobGauges : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Transactions transactions;
    private readonly TimeProvider time;
    private readonly ILogger<JobGauges> logger;
    private volatile Counts counts = new(0, 0, 0, 0);

    public JobGauges(Transactions transactions, SubmitterMetrics metrics, TimeProvider time, ILogger<JobGauges> logger)
    {
        (this.transactions, this.time, this.logger) = (transactions, time, logger);
        metrics.Meter.CreateObservableGauge("swiftdiffusion.submitter.jobs.unfinished", Unfinished, "{job}", "Jobs that have not ended.");
        metrics.Meter.CreateObservableGauge("swiftdiffusion.submitter.outbox.pending", () => counts.Pending, "{job}", "Jobs not yet with the broker.");
        metrics.Meter.CreateObservableGauge("swiftdiffusion.submitter.outbox.age", () => counts.AgeSeconds, "s", "Age of the oldest job not yet with the broker; 0 for none.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await CountAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task CountAsync(CancellationToken stoppingToken)
    {
        try
        {
            var now = time.GetUtcNow();
            counts = await transactions.ReadAsync(
                async (db, token) =>
                {
                    var unfinished = db.Jobs.Where(job => job.FinishedAt == null);
                    var outbox = unfinished.Where(job => job.DispatchedAt == null);
                    var oldest = await outbox.OrderBy(job => job.CreatedAt).Select(job => (DateTimeOffset?)job.CreatedAt).FirstOrDefaultAsync(token);
                    return new Counts(
                        await unfinished.CountAsync(job => job.State == JobState.Queued, token),
                        await unfinished.CountAsync(job => job.State == JobState.Started, token),
                        await outbox.CountAsync(token),
                        oldest is { } at ? Math.Max(0, (now - at).TotalSeconds) : 0);
                },
                stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogNotCounted(logger, e.GetBaseException().Message);
        }
    }

    private IEnumerable<Measurement<long>> Unfinished() =>
    [
        new(counts.Queued, new KeyValuePair<string, object?>("state", SnakeCase.Of(nameof(JobState.Queued)))),
        new(counts.Started, new KeyValuePair<string, object?>("state", SnakeCase.Of(nameof(JobState.Started)))),
    ];

    [LoggerMessage(EventId = 2401, Level = LogLevel.Warning, Message = "Jobs could not be counted: {Problem}")]
    private static partial void LogNotCounted(ILogger logger, string problem);

    private sealed record Counts(long Queued, long Started, long Pending, double AgeSeconds);
}
