using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Storage;
using SwiftDiffusion.Submitter.Data;
using SwiftDiffusion.Submitter.Dispatching;
using SwiftDiffusion.Submitter.Hosting;
using SwiftDiffusion.Submitter.Jobs;

namespace SwiftDiffusion.Submitter.Reconciling;

/// <summary>Settles jobs of which nothing is heard, from what the blob store and the broker know of them. What it tells has the ids that workers would give it, so whoever is late repeats it.</summary>
internal sealed class Reconciler(
    Transactions transactions, JobStore store, IBlobStore blobs, IWaitingJobs waiting, DispatchSignal dispatch, SubmitterMetrics metrics, IOptions<ReconcileOptions> options, TimeProvider time)
{
    private const int BatchSize = 100;

    /// <summary>Looks for a batch of silent jobs, the most silent first.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> ReconcileAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (silentSince, lateSince) = (now - options.Value.Silence, now - options.Value.DeadlineGrace);
        var jobs = await transactions.ReadAsync(
            (db, token) => db.Jobs
                .Where(job => job.FinishedAt == null && ((job.DispatchedAt != null && job.UpdatedAt < silentSince) || (job.State == JobState.Queued && job.Deadline < lateSince)))
                .OrderBy(job => job.UpdatedAt).Take(BatchSize).ToListAsync(token),
            cancellationToken);
        foreach (var job in jobs)
        {
            metrics.Reconciled(await ReconcileAsync(job, now, cancellationToken));
        }

        return jobs.Count;
    }

    private async Task<ReconcileOutcome> ReconcileAsync(JobRow job, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await FindManifestAsync(job, cancellationToken) is { } manifest)
        {
            return await EndAsync(new JobSucceeded { JobId = job.Id, Tenant = job.TenantId, Labels = JobRowFactory.LabelsOf(job), Time = manifest.CompletedAt, Result = manifest }, ReconcileOutcome.Succeeded, cancellationToken);
        }

        if (job.Deadline is { } deadline && deadline < now - options.Value.DeadlineGrace)
        {
            return await EndAsync(new JobExpired { JobId = job.Id, Tenant = job.TenantId, Labels = JobRowFactory.LabelsOf(job), Time = now, Deadline = deadline }, ReconcileOutcome.Expired, cancellationToken);
        }

        // Jobs that wait in their queue are silent for as long as the queue is long.
        if (job.State == JobState.Queued && await waiting.CountAsync(job.Model, job.Priority, cancellationToken) > 0)
        {
            await TouchAsync(job, now, resend: false, cancellationToken);
            return ReconcileOutcome.Waiting;
        }

        if (job.CancelRequestedAt is not null)
        {
            return await EndAsync(JobRowFactory.Cancelled(job, now), ReconcileOutcome.Cancelled, cancellationToken);
        }

        if (job.Dispatches >= options.Value.MaxDispatches)
        {
            return await EndAsync(
                new JobFailed
                {
                    JobId = job.Id,
                    Tenant = job.TenantId,
                    Labels = JobRowFactory.LabelsOf(job),
                    Time = now,
                    Reason = FailureReason.WorkerLost,
                    Message = $"The job was handed to the broker {job.Dispatches} times, and nothing was heard of it.",
                    Retryable = true,
                },
                ReconcileOutcome.Failed,
                cancellationToken);
        }

        await TouchAsync(job, now, resend: true, cancellationToken);
        dispatch.Set();
        return ReconcileOutcome.Resent;
    }

    private async Task<ReconcileOutcome> EndAsync(JobEvent end, ReconcileOutcome outcome, CancellationToken cancellationToken)
    {
        await store.ApplyAsync(end, eventId: null, cancellationToken);
        return outcome;
    }

    /// <summary>Looks at a job again only after another silence, and sends it again if so decided; unless something was heard of it meanwhile.</summary>
    private Task<int> TouchAsync(JobRow job, DateTimeOffset now, bool resend, CancellationToken cancellationToken) => transactions.ReadAsync(
        (db, token) => db.Jobs
            .Where(row => row.TenantId == job.TenantId && row.Id == job.Id && row.FinishedAt == null && row.UpdatedAt == job.UpdatedAt)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.UpdatedAt, now).SetProperty(it => it.DispatchedAt, it => resend ? null : it.DispatchedAt), token),
        cancellationToken);

    private async Task<JobResult?> FindManifestAsync(JobRow job, CancellationToken cancellationToken)
    {
        await using var content = await blobs.OpenAsync(JobBlobs.Manifest(job.TenantId, job.Id), cancellationToken);
        if (content is null)
        {
            return null;
        }

        using var json = new MemoryStream();
        await content.CopyToAsync(json, cancellationToken);
        return MessageJson.Deserialize<JobResult>(json.ToArray());
    }
}
