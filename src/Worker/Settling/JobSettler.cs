using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Storage;
using SwiftDiffusion.Worker.Imaging;
using SwiftDiffusion.Worker.Painting;
using SwiftDiffusion.Worker.Preparing;

namespace SwiftDiffusion.Worker.Settling;

/// <summary>Ends a painted job, in the order that loses nothing: its images, then its manifest, then the event. Only after that is its message acknowledged.</summary>
internal sealed class JobSettler(JobStore store, FileDigests digests, IOptions<WorkerOptions> options, TimeProvider time)
{
    /// <summary>Settles a job. It is too late to stop it: what has been painted is stored.</summary>
    /// <exception cref="StorageException">The blob store fails for good.</exception>
    public async Task<JobResult> SettleAsync(GenerateImages job, PreparedJob prepared, PaintOutcome outcome, double? queue, JobEvents events)
    {
        var completedAt = time.GetUtcNow();
        var started = time.GetTimestamp();
        LoraPatch[] loras = [.. job.Loras.Zip(outcome.Painting.Loras, Patch)];
        var files = new ImageFiles(await prepared.NameByDigestAsync(job, digests), outcome.Sampler, outcome.Size, loras);
        var images = new List<ImageResult>();
        foreach (var image in outcome.Painting.Images)
        {
            var stored = await StoreAsync(job, image, files.Write(image));
            await events.ImageCompletedAsync(stored, CancellationToken.None);
            images.Add(stored);
        }

        var result = await store.CommitAsync(
            job,
            new JobResult
            {
                JobId = job.JobId,
                CompletedAt = completedAt,
                Images = images,
                Metrics = Metrics(prepared, outcome, queue, time.GetElapsedTime(started)),
                Model = job.Model,
                Sampler = SamplerRequest.NameOf(outcome.Sampler),
                Worker = options.Value.Name,
                EngineVersion = ProductVersion.Engine,
                Loras = loras,
                Warnings = outcome.Painting.Warnings,
            },
            CancellationToken.None);
        await events.SucceededAsync(result, CancellationToken.None);
        return result;
    }

    private async Task<ImageResult> StoreAsync(GenerateImages job, PaintedImage image, ImageFile file)
    {
        var key = JobBlobs.Image(job.Tenant, job.JobId, image.Index, PictureWriter.Extension(file.Format));
        await store.PutAsync(key, new BlobContent(file.Bytes, file.ContentType), CancellationToken.None);
        return new ImageResult
        {
            Index = image.Index,
            Seed = image.Seed,
            Blob = key.Value,
            ContentType = file.ContentType,
            Width = image.Picture.Width,
            Height = image.Picture.Height,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(file.Bytes)),
        };
    }

    private static LoraPatch Patch(LoraReference reference, LoraReport lora) => new()
    {
        Lora = reference.Name ?? reference.Sha256 ?? "",
        Step = lora.Step,
        MatchedModules = lora.MatchedModules,
        UnmatchedKeys = lora.UnmatchedKeys,
    };

    private static JobMetrics Metrics(PreparedJob prepared, PaintOutcome outcome, double? queue, TimeSpan upload)
    {
        var timings = outcome.Painting.Timings;
        return new JobMetrics
        {
            Queue = queue,
            Fetch = prepared.Fetch.TotalSeconds,
            Load = (outcome.Load + timings.Load).TotalSeconds,
            Patch = timings.Patch.TotalSeconds,
            Encode = timings.Encode.TotalSeconds,
            Denoise = timings.Denoise.TotalSeconds,
            Decode = timings.Decode.TotalSeconds,
            Upload = upload.TotalSeconds,
            GpuSeconds = outcome.Held.TotalSeconds,
        };
    }
}
