using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Storage;

namespace SwiftDiffusion.Worker.Settling;

/// <summary>The blobs of jobs.</summary>
/// <remarks>The store itself tries again what fails for a passing reason, so a <see cref="StorageException"/> that comes out of it is final.</remarks>
internal sealed class JobStore(IBlobStore blobs)
{
    private const int MaxReadings = 3;

    /// <summary>Whether someone has asked for the job to be given up.</summary>
    public Task<bool> IsCancelledAsync(GenerateImages job, CancellationToken cancellationToken) => blobs.ExistsAsync(JobBlobs.CancelMark(job.Tenant, job.JobId), cancellationToken);

    /// <summary>The job's manifest; null while it has none.</summary>
    public async Task<JobResult?> FindManifestAsync(GenerateImages job, CancellationToken cancellationToken)
    {
        var key = JobBlobs.Manifest(job.Tenant, job.JobId);
        return await ReadAsync(key, ReadAllAsync, cancellationToken) is { } json ? Parse(key, json) : null;
    }

    /// <summary>Stores the job's manifest unless it has one: the job's commit point.</summary>
    /// <returns>The manifest that holds: this one, or that of a worker that was faster.</returns>
    public async Task<JobResult> CommitAsync(GenerateImages job, JobResult manifest, CancellationToken cancellationToken)
    {
        var content = new BlobContent(MessageJson.SerializeToUtf8(manifest), "application/json");
        return await blobs.PutIfAbsentAsync(JobBlobs.Manifest(job.Tenant, job.JobId), content, cancellationToken)
            ? manifest
            : await FindManifestAsync(job, cancellationToken) ?? throw new StorageException($"The manifest of job {job.JobId} exists and cannot be read.", transient: true);
    }

    /// <summary>Stores a blob.</summary>
    public Task PutAsync(BlobKey key, BlobContent content, CancellationToken cancellationToken) => blobs.PutAsync(key, content, cancellationToken);

    /// <summary>Reads a blob; null when there is none. A reading that breaks off is begun anew: that is what the store cannot do by itself.</summary>
    public async Task<T?> ReadAsync<T>(BlobKey key, Func<Stream, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
        where T : class
    {
        for (var readings = 1; ; readings++)
        {
            await using var content = await blobs.OpenAsync(key, cancellationToken);
            if (content is null)
            {
                return null;
            }

            try
            {
                return await read(content, cancellationToken);
            }
            catch (StorageException e) when (e.Transient && readings < MaxReadings)
            {
                // Opening it again waits for the store if it must.
            }
        }
    }

    private static JobResult Parse(BlobKey key, byte[] json)
    {
        try
        {
            return MessageJson.Deserialize<JobResult>(json);
        }
        catch (MessageFormatException e)
        {
            throw new StorageException($"{key} is not a manifest: {e.Message}", transient: false, e);
        }
    }

    private static async Task<byte[]> ReadAllAsync(Stream content, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }
}
