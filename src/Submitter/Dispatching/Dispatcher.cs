using System.Diagnostics;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using SwiftDiffusion.Broker;
using SwiftDiffusion.Messages;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Storage;
using SwiftDiffusion.Submitter.Data;
using SwiftDiffusion.Submitter.Hosting;
using SwiftDiffusion.Submitter.Jobs;
using SwiftDiffusion.Submitter.Sending;

namespace SwiftDiffusion.Submitter.Dispatching;

/// <summary>Hands what waits in the outbox to the broker, a batch at a time. Rows are marked only when the broker has confirmed, so a crash sends a job again rather than never.</summary>
internal sealed class Dispatcher(
    IDbContextFactory<SubmitterDb> databases, IBus bus, IBlobStore blobs, DeclaredQueues queues, SubmitterMetrics metrics, TimeProvider time)
{
    /// <summary>How many rows are taken at a time: they stay locked until the broker has confirmed all of them.</summary>
    public const int BatchSize = 128;

    // Rows are locked meanwhile; a broker that does not answer must not keep a job from being cancelled for long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Sends a batch of jobs that wait, the oldest first.</summary>
    /// <returns>How many there were; fewer than <see cref="BatchSize"/> when none is left.</returns>
    /// <exception cref="Exception">The broker or the database failed. What was not confirmed waits on.</exception>
    public async Task<int> DispatchJobsAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginLockingAsync(db, cancellationToken);
        var jobs = await WaitingJobs(db).AsTracking().ToListAsync(cancellationToken);
        using var patience = new CancellationTokenSource(Patience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var sent = await Task.WhenAll(jobs.Select(job => TrySendAsync(job, stop.Token)));
        await db.SaveChangesAsync(CancellationToken.None);
        if (transaction is not null)
        {
            await transaction.CommitAsync(CancellationToken.None);
        }

        return sent.FirstOrDefault(problem => problem is not null) is { } failure ? throw new DispatchException($"{sent.Count(problem => problem is not null)} of {jobs.Count} jobs wait on.", failure) : jobs.Count;
    }

    /// <summary>Tells workers of a batch of cancellations that wait, the oldest first.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> DispatchCancellationsAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var jobs = await db.Jobs
            .Where(job => job.CancelRequestedAt != null && job.CancelDispatchedAt == null && job.FinishedAt == null && job.DispatchedAt != null)
            .OrderBy(job => job.CancelRequestedAt).Take(BatchSize).Select(job => new { job.TenantId, job.Id }).ToListAsync(cancellationToken);
        foreach (var job in jobs)
        {
            // The mark comes first: a worker that takes the job up after the message has passed finds the mark, one that took it up before hears the message.
            await blobs.PutIfAbsentAsync(JobBlobs.CancelMark(job.TenantId, job.Id), new BlobContent("cancelled"u8.ToArray(), "text/plain"), cancellationToken);
            var cancel = new CancelJob(job.Id, job.TenantId);
            var attributes = CloudEvents.Attributes(cancel, CloudEventHeaders.Source, time.GetUtcNow());
            await bus.Publish(cancel, new CloudEventHeaders<CancelJob>(attributes), cancellationToken);
            var now = time.GetUtcNow();
            await db.Jobs.Where(row => row.TenantId == job.TenantId && row.Id == job.Id)
                .ExecuteUpdateAsync(row => row.SetProperty(it => it.CancelDispatchedAt, now), cancellationToken);
        }

        return jobs.Count;
    }

    // Several submitters share a server's outbox: each takes rows that no other has in hand.
    private static IQueryable<JobRow> WaitingJobs(SubmitterDb db) => db.LocksRows
        ? db.Jobs.FromSql($"SELECT * FROM jobs WHERE dispatched_at IS NULL AND finished_at IS NULL ORDER BY created_at LIMIT {BatchSize} FOR UPDATE SKIP LOCKED")
        : db.Jobs.Where(job => job.DispatchedAt == null && job.FinishedAt == null).OrderBy(job => job.CreatedAt).Take(BatchSize);

    private async Task<Exception?> TrySendAsync(JobRow row, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(row, cancellationToken);
        }
        catch (Exception e)
        {
            metrics.Dispatched(sent: false, TimeSpan.Zero);
            return e;
        }

        var now = time.GetUtcNow();
        (row.DispatchedAt, row.UpdatedAt, row.Dispatches) = (now, now, row.Dispatches + 1);
        metrics.Dispatched(sent: true, now - row.CreatedAt);
        return null;
    }

    private async Task SendAsync(JobRow row, CancellationToken cancellationToken)
    {
        // The bus continues what is current: one trace from the submission through the queue.
        using var activity = SubmitterTracing.Source.StartActivity("dispatch", ActivityKind.Producer, row.TraceParent);
        await queues.EnsureAsync(row.Model, cancellationToken);
        var job = JobRowFactory.JobOf(row);
        var queue = await bus.GetSendEndpoint(JobQueues.AddressOf(row.Model, row.Priority));
        await queue.Send(job, new CloudEventHeaders<GenerateImages>(CloudEvents.Attributes(job, CloudEventHeaders.Source, time.GetUtcNow())), cancellationToken);
    }
}
