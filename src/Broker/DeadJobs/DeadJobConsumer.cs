using MassTransit;
using Microsoft.Extensions.Logging;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Storage;

namespace SwiftDiffusion.Broker.DeadJobs;

/// <summary>Ends jobs that the broker gave up: one that has a manifest has succeeded and nobody was told; another has lost every worker that took it.</summary>
/// <param name="bus">Where to tell.</param>
/// <param name="blobs">Where manifests lie.</param>
/// <param name="source">Names the fleet, as the source of its events.</param>
/// <param name="time">The clock of the events of messages that don't say when they were given up.</param>
/// <param name="logger">Is told of each.</param>
internal sealed partial class DeadJobConsumer(IBus bus, IBlobStore blobs, string source, TimeProvider time, ILogger<DeadJobConsumer> logger) : IConsumer<GenerateImages>
{
    public async Task Consume(ConsumeContext<GenerateImages> context)
    {
        var job = context.Message;
        if (await FindManifestAsync(job, context.CancellationToken) is { } manifest)
        {
            LogSucceeded(logger, job.JobId);
            var succeeded = new JobSucceeded { JobId = job.JobId, Time = manifest.CompletedAt, Tenant = job.Tenant, Labels = job.Labels, Result = manifest };
            await bus.PublishEventAsync(succeeded, source, CancellationToken.None);
            return;
        }

        LogLost(logger, job.JobId, job.Model);
        BrokerMetrics.GivenUp.Add(1);
        var failed = new JobFailed
        {
            JobId = job.JobId,
            // Who tells it may be lost before the message is settled; the next one must say the same of the same event.
            Time = DeathTime.Of(context.ReceiveContext) ?? time.GetUtcNow(),
            Tenant = job.Tenant,
            Labels = job.Labels,
            Reason = FailureReason.WorkerLost,
            Message = "Every worker that took the job was lost before it was done.",
            Retryable = false,
        };
        await bus.PublishEventAsync(failed, source, CancellationToken.None);
    }

    private async Task<JobResult?> FindManifestAsync(GenerateImages job, CancellationToken cancellationToken)
    {
        await using var content = await blobs.OpenAsync(JobBlobs.Manifest(job.Tenant, job.JobId), cancellationToken);
        if (content is null)
        {
            return null;
        }

        using var json = new MemoryStream();
        await content.CopyToAsync(json, cancellationToken);
        return MessageJson.Deserialize<JobResult>(json.ToArray());
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Error, Message = "Job {JobId} of model {Model} was given up by the broker: the workers that took it were lost.")]
    private static partial void LogLost(ILogger logger, string jobId, string model);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Warning, Message = "Job {JobId} was given up by the broker and had succeeded: telling so.")]
    private static partial void LogSucceeded(ILogger logger, string jobId);
}
