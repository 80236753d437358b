using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SwiftDiffusion.Storage;
using SwiftDiffusion.Submitter.Data;

namespace SwiftDiffusion.Submitter.Reconciling;

/// <summary>Deletes jobs that ended long ago, with their blobs, and with their events and deliveries.</summary>
internal sealed class Retention(Transactions transactions, IBlobStore blobs, IOptions<ReconcileOptions> options, TimeProvider time)
{
    private const int BatchSize = 100;

    /// <summary>Deletes a batch, the oldest first.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> DeleteAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Retention is not { } retention)
        {
            return 0;
        }

        var before = time.GetUtcNow() - retention;
        var jobs = await transactions.ReadAsync(
            (db, token) => db.Jobs.Where(job => job.FinishedAt < before).OrderBy(job => job.FinishedAt).Take(BatchSize).Select(job => new { job.TenantId, job.Id }).ToListAsync(token),
            cancellationToken);
        foreach (var job in jobs)
        {
            // The row goes last: as long as it is there, what is left of the blobs is found.
            await foreach (var blob in blobs.ListAsync(JobBlobs.Folder(job.TenantId, job.Id), cancellationToken))
            {
                await blobs.DeleteAsync(blob.Key, cancellationToken);
            }

            await transactions.ReadAsync((db, token) => db.Jobs.Where(row => row.TenantId == job.TenantId && row.Id == job.Id).ExecuteDeleteAsync(token), cancellationToken);
        }

        return jobs.Count;
    }
}
