using Microsoft.Extensions.Options;
using Polly;
using Polly.Timeout;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Storage;

namespace SwiftDiffusion.Worker.Settling;

/// <summary>The blobs of jobs. Trouble that may pass is met by trying again in place; what remains comes out as <see cref="StorageException"/>.</summary>
internal sealed class JobStore(IBlobStore blobs, IOptions<WorkerOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(30);

    private readonly ResiliencePipeline retries = Retries.Create(options.Value.StorageRetries, e => e is StorageException { Transient: true }, time, Attempt);

    /// <summary>Whether someone has asked for the job to be given up.</summary>
    public Task<bool> IsCancelledAsync(GenerateImages job, CancellationToken cancellationToken) =>
        TryAsync(token => blobs.ExistsAsync(JobBlobs.CancelMark(job.Tenant, job.JobId), token), cancellationToken);

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
        var won = await TryAsync(token => blobs.PutIfAbsentAsync(JobBlobs.Manifest(job.Tenant, job.JobId), content, token), cancellationToken);
        return won ? manifest : await FindManifestAsync(job, cancellationToken) ?? throw new StorageException($"The manifest of job {job.JobId} exists and cannot be read.", transient: true);
    }

    /// <summary>Stores a blob.</summary>
    public Task PutAsync(BlobKey key, BlobContent content, CancellationToken cancellationToken) => TryAsync(
        async token =>
        {
            await blobs.PutAsync(key, content, token);
            return true;
        },
        cancellationToken);

    /// <summary>Reads a blob; null when there is none. A reading that breaks off is begun anew.</summary>
    public Task<T?> ReadAsync<T>(BlobKey key, Func<Stream, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
        where T : class => TryAsync(
        async token =>
        {
            await using var content = await blobs.OpenAsync(key, token);
            return content is null ? null : await read(content, token);
        },
        cancellationToken);

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

    private async Task<T> TryAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await retries.ExecuteAsync(async token => await call(token), cancellationToken);
        }
        catch (TimeoutRejectedException e)
        {
            throw new StorageException($"The blob store has not answered within {Attempt.TotalSeconds} seconds, several times.", transient: true, e);
        }
    }
}
