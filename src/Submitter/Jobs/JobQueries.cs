using Microsoft.EntityFrameworkCore;
using SwiftDiffusion.Submitter.Data;

namespace SwiftDiffusion.Submitter.Jobs;

/// <summary>Queries that several operations share.</summary>
internal static class JobQueries
{
    /// <summary>A job, for this transaction alone to change; null when the tenant has none of that id. On SQLite a transaction has the whole database.</summary>
    public static async Task<JobRow?> LockAsync(this SubmitterDb db, string tenant, string id, CancellationToken cancellationToken)
    {
        var jobs = db.LocksRows
            ? db.Jobs.FromSql($"SELECT * FROM jobs WHERE tenant_id = {tenant} AND id = {id} FOR UPDATE")
            : db.Jobs.Where(job => job.TenantId == tenant && job.Id == id);
        // Not SingleAsync, which would wrap the statement in another.
        return (await jobs.AsTracking().ToListAsync(cancellationToken)).SingleOrDefault();
    }

    /// <summary>A tenant's jobs that a filter lets through, newest first, from a place on.</summary>
    public static IQueryable<JobRow> Listed(this SubmitterDb db, string tenant, JobFilter filter, JobCursor? after)
    {
        var jobs = db.Jobs.Where(job => job.TenantId == tenant);
        if (filter.States is { Count: > 0 } states)
        {
            jobs = jobs.Where(job => states.Contains(job.State));
        }

        if (filter.Model is { } model)
        {
            jobs = jobs.Where(job => job.Model == model);
        }

        if (filter.CreatedFrom is { } from)
        {
            jobs = jobs.Where(job => job.CreatedAt >= from);
        }

        if (filter.CreatedBefore is { } before)
        {
            jobs = jobs.Where(job => job.CreatedAt < before);
        }

        if (after is { } cursor)
        {
            // The first condition says nothing new; it is what an index can be searched by.
            jobs = jobs.Where(job => job.CreatedAt <= cursor.CreatedAt && (job.CreatedAt < cursor.CreatedAt || string.Compare(job.Id, cursor.Id) < 0));
        }

        return jobs.OrderByDescending(job => job.CreatedAt).ThenByDescending(job => job.Id);
    }
}
