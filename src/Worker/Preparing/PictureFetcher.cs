using Microsoft.Extensions.Options;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Storage;
using SwiftDiffusion.Worker.Imaging;
using SwiftDiffusion.Worker.Settling;

namespace SwiftDiffusion.Worker.Preparing;

/// <summary>Fetches and decodes the pictures that a job refers to.</summary>
internal sealed class PictureFetcher(JobStore store, PictureDownload download, IOptions<WorkerOptions> options)
{
    private readonly int maxBytes = options.Value.MaxPictureBytes;

    /// <summary>A picture.</summary>
    /// <param name="job">The job.</param>
    /// <param name="reference">Where it lies.</param>
    /// <param name="field">The job's field, for what is said of it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="JobFailureException">It is not to be had, or is no picture.</exception>
    /// <exception cref="StorageException">The blob store fails.</exception>
    public async Task<Picture> FetchAsync(GenerateImages job, PictureReference reference, string field, CancellationToken cancellationToken)
    {
        var file = reference switch
        {
            { Data: { } data } => Decode(data, field),
            { Url: { } url } => await download.GetAsync(url, field, cancellationToken),
            { Blob: { } blob } => await ReadAsync(job, blob, field, cancellationToken),
            _ => throw new JobFailureException(FailureReason.InvalidJob, $"{field} has none of blob, url and data; allowed is exactly one."),
        };
        return Read(file, field);
    }

    private Picture Read(byte[] file, string field)
    {
        try
        {
            return PictureReader.Read(file, PictureLimits.Default with { MaxBytes = maxBytes });
        }
        catch (InvalidPictureException e)
        {
            throw new JobFailureException(FailureReason.InputInvalid, $"{field} cannot be read: {e.Message}", innerException: e);
        }
    }

    private static byte[] Decode(string data, string field)
    {
        try
        {
            return Convert.FromBase64String(data);
        }
        catch (FormatException e)
        {
            throw new JobFailureException(FailureReason.InputInvalid, $"{field}.data is not base64.", innerException: e);
        }
    }

    private async Task<byte[]> ReadAsync(GenerateImages job, string name, string field, CancellationToken cancellationToken)
    {
        if (!BlobKey.IsValid(name))
        {
            throw new JobFailureException(FailureReason.InvalidJob, $"{field}.blob '{name}' is not a blob's name.");
        }

        return await store.ReadAsync(JobBlobs.Input(job.Tenant, name), (content, token) => LimitedReading.ReadAsync(content, maxBytes, field, token), cancellationToken)
            ?? throw new JobFailureException(FailureReason.InputUnavailable, $"{field}.blob is '{name}', and there is no such blob.");
    }
}
