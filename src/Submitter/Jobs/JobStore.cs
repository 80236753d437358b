using Microsoft.EntityFrameworkCore;
using SwiftDiffusion.Messages;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Submitter.Data;
using SwiftDiffusion.Submitter.Dispatching;
using SwiftDiffusion.Submitter.Following;
using SwiftDiffusion.Submitter.Hosting;
using SwiftDiffusion.Submitter.Webhooks.Delivering;

namespace SwiftDiffusion.Submitter.Jobs;

/// <summary>The jobs in the database. Every operation is safe against any number of others at the same time, in this process and in others.</summary>
internal sealed class JobStore(Transactions transactions, JobRowFactory rows, DispatchSignal dispatch, JobWakeups wakeups, WebhookSignal webhooks, SubmitterMetrics metrics, TimeProvider time)
{
    /// <summary>Stores a job. Once this returns, the job reaches its end whatever happens.</summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="job">A job that keeps the contract's rules. Its id names the submission, and so does the key if there is one.</param>
    /// <param name="idempotencyKey">What the client calls the submission; null for nothing but the id.</param>
    /// <param name="requestHash">Equal for requests that ask for the same.</param>
    /// <param name="cancellationToken">Stops waiting; the job may be stored all the same.</param>
    public async Task<Submitted> SubmitAsync(string tenant, GenerateImages job, string? idempotencyKey, string requestHash, CancellationToken cancellationToken)
    {
        var row = rows.Create(tenant, job, idempotencyKey, requestHash);
        try
        {
            // Not asked first whether it is there: the constraints decide, so of any number of submissions at a time one makes the job.
            await transactions.RunAsync(
                async (db, token) =>
                {
                    db.Jobs.Add(row);
                    await db.AddEventAsync(row, JobRowFactory.Accepted(row, job), token);
                    return await db.SaveChangesAsync(token);
                },
                cancellationToken);
        }
        catch (DbUpdateException e) when (Transactions.IsDuplicate(e))
        {
            var existing = await FindSubmissionAsync(tenant, row.Id, idempotencyKey, cancellationToken);
            return new Submitted(existing.RequestHash == requestHash ? SubmitOutcome.Existing : SubmitOutcome.Conflict, existing);
        }

        dispatch.Set();
        webhooks.Set();
        metrics.Accepted(row);
        return new Submitted(SubmitOutcome.Created, row);
    }

    /// <summary>A job; null when the tenant has none of that id.</summary>
    public Task<JobRow?> FindAsync(string tenant, string id, CancellationToken cancellationToken) =>
        transactions.ReadAsync((db, token) => db.Jobs.SingleOrDefaultAsync(job => job.TenantId == tenant && job.Id == id, token), cancellationToken);

    /// <summary>A page of a tenant's jobs, newest first.</summary>
    public async Task<JobList> ListAsync(string tenant, JobFilter filter, JobPage page, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page.Size, 1, nameof(page));
        var jobs = await transactions.ReadAsync((db, token) => db.Listed(tenant, filter, page.After).Take(page.Size + 1).ToListAsync(token), cancellationToken);
        if (jobs.Count <= page.Size)
        {
            return new JobList(jobs, Next: null);
        }

        jobs.RemoveAt(page.Size);
        return new JobList(jobs, new JobCursor(jobs[^1].CreatedAt, jobs[^1].Id));
    }

    /// <summary>What was told of a job, in the order in which it was stored.</summary>
    /// <param name="tenant">Whose the job is.</param>
    /// <param name="id">The job.</param>
    /// <param name="after">The sequence of the last event known; 0 for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<List<JobEventRow>> FindEventsAsync(string tenant, string id, long after, CancellationToken cancellationToken) => transactions.ReadAsync(
        (db, token) => db.JobEvents.Where(row => row.TenantId == tenant && row.JobId == id && row.Sequence > after).OrderBy(row => row.Sequence).ToListAsync(token),
        cancellationToken);

    /// <summary>Asks for a job to be given up; null when the tenant has none of that id. Asking again changes nothing.</summary>
    public async Task<CancelRequested?> RequestCancelAsync(string tenant, string id, CancellationToken cancellationToken)
    {
        var requested = await transactions.RunAsync((db, token) => RequestCancelAsync(db, tenant, id, token), cancellationToken);
        switch (requested)
        {
            case { Outcome: CancelOutcome.Requested }:
                dispatch.Set();
                break;
            case { Outcome: CancelOutcome.Cancelled, Job: var job }:
                wakeups.Wake(tenant, id);
                webhooks.Set();
                metrics.Finished(job);
                break;
        }

        return requested;
    }

    /// <summary>Moves a job on by what is told of it, and stores that, both or neither. An event that is told again changes nothing.</summary>
    /// <param name="jobEvent">The event.</param>
    /// <param name="eventId">Its CloudEvents id; null where who told it gave none.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<ApplyOutcome> ApplyAsync(JobEvent jobEvent, string? eventId, CancellationToken cancellationToken)
    {
        if (jobEvent is not { Tenant: { } tenant })
        {
            return ApplyOutcome.Unknown;
        }

        if (jobEvent is JobProgress progress)
        {
            return await ApplyProgressAsync(tenant, progress, cancellationToken);
        }

        var (outcome, job) = await transactions.RunAsync((db, token) => ApplyAsync(db, tenant, jobEvent, eventId ?? CloudEvents.IdOf(jobEvent), token), cancellationToken);
        if (outcome == ApplyOutcome.Applied)
        {
            wakeups.Wake(tenant, jobEvent.JobId);
            webhooks.Set();
            if (JobTransitions.IsEnd(job!.State))
            {
                metrics.Finished(job);
            }
        }

        return outcome;
    }

    private async Task<(ApplyOutcome Outcome, JobRow? Job)> ApplyAsync(SubmitterDb db, string tenant, JobEvent jobEvent, string eventId, CancellationToken cancellationToken)
    {
        // The lock puts the events of a job one after the other, so that their sequence is the order in which readers come to see them.
        if (await db.LockAsync(tenant, jobEvent.JobId, cancellationToken) is not { } job)
        {
            return (ApplyOutcome.Unknown, null);
        }

        if (await db.JobEvents.AnyAsync(row => row.TenantId == tenant && row.EventId == eventId, cancellationToken) || !JobTransitions.Apply(job, jobEvent, time.GetUtcNow()))
        {
            return (ApplyOutcome.Old, job);
        }

        await db.AddEventAsync(job, jobEvent, cancellationToken, eventId);
        await db.SaveChangesAsync(cancellationToken);
        return (ApplyOutcome.Applied, job);
    }

    private async Task<ApplyOutcome> ApplyProgressAsync(string tenant, JobProgress progress, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var changed = await transactions.ReadAsync(
            (db, token) => db.Jobs.Where(job => job.TenantId == tenant && job.Id == progress.JobId && job.FinishedAt == null).ExecuteUpdateAsync(
                job => job.SetProperty(row => row.Step, progress.Step).SetProperty(row => row.OfSteps, progress.Of).SetProperty(row => row.UpdatedAt, now),
                token),
            cancellationToken);
        return changed > 0 ? ApplyOutcome.Applied : ApplyOutcome.Old;
    }

    private async Task<CancelRequested?> RequestCancelAsync(SubmitterDb db, string tenant, string id, CancellationToken cancellationToken)
    {
        if (await db.LockAsync(tenant, id, cancellationToken) is not { } job)
        {
            return null;
        }

        if (JobTransitions.IsEnd(job.State))
        {
            return new CancelRequested(CancelOutcome.Ended, job);
        }

        var now = time.GetUtcNow();
        job.CancelRequestedAt ??= now;
        // A job that was never handed over is in no queue. One that is handed over a second time may be.
        var outcome = job is { DispatchedAt: null, Dispatches: 0 } ? CancelOutcome.Cancelled : CancelOutcome.Requested;
        if (outcome == CancelOutcome.Cancelled)
        {
            var cancelled = JobRowFactory.Cancelled(job, now);
            JobTransitions.Apply(job, cancelled, now);
            await db.AddEventAsync(job, cancelled, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        return new CancelRequested(outcome, job);
    }

    private Task<JobRow> FindSubmissionAsync(string tenant, string id, string? idempotencyKey, CancellationToken cancellationToken) => transactions.ReadAsync(
        async (db, token) => (idempotencyKey is null ? null : await db.Jobs.SingleOrDefaultAsync(job => job.TenantId == tenant && job.IdempotencyKey == idempotencyKey, token))
            ?? await db.Jobs.SingleAsync(job => job.TenantId == tenant && job.Id == id, token),
        cancellationToken);
}
