using MassTransit;
using SwiftDiffusion.Broker;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Results;

namespace SwiftDiffusion.Worker.Settling;

/// <summary>Tells of one job.</summary>
/// <param name="bus">Where to.</param>
/// <param name="job">The job.</param>
/// <param name="worker">Name of this process.</param>
/// <param name="source">Name of the fleet.</param>
/// <param name="time">The clock of the events.</param>
internal sealed class JobEvents(IPublishEndpoint bus, GenerateImages job, string worker, string source, TimeProvider time)
{
    public Task StartedAsync(uint seed, CancellationToken cancellationToken) => PublishAsync(
        new JobStarted { JobId = job.JobId, Time = time.GetUtcNow(), Tenant = job.Tenant, Labels = job.Labels, Worker = worker, Seed = seed }, cancellationToken);

    public Task ProgressAsync(int step, int of, CancellationToken cancellationToken) => PublishAsync(
        new JobProgress { JobId = job.JobId, Time = time.GetUtcNow(), Tenant = job.Tenant, Labels = job.Labels, Step = step, Of = of }, cancellationToken);

    public Task ImageCompletedAsync(ImageResult image, CancellationToken cancellationToken) => PublishAsync(
        new ImageCompleted { JobId = job.JobId, Time = time.GetUtcNow(), Tenant = job.Tenant, Labels = job.Labels, Image = image }, cancellationToken);

    /// <summary>Tells the same each time: what happened, and when, is what the manifest says.</summary>
    public Task SucceededAsync(JobResult result, CancellationToken cancellationToken) => PublishAsync(
        new JobSucceeded { JobId = job.JobId, Time = result.CompletedAt, Tenant = job.Tenant, Labels = job.Labels, Result = result }, cancellationToken);

    public Task FailedAsync(Failure failure, CancellationToken cancellationToken) => PublishAsync(
        new JobFailed
        {
            JobId = job.JobId,
            Time = time.GetUtcNow(),
            Tenant = job.Tenant,
            Labels = job.Labels,
            Reason = failure.Reason,
            Message = failure.Message,
            Retryable = failure.Retryable,
            Violations = failure.Violations,
        },
        cancellationToken);

    public Task CancelledAsync(CancellationToken cancellationToken) => PublishAsync(
        new JobCancelled { JobId = job.JobId, Time = time.GetUtcNow(), Tenant = job.Tenant, Labels = job.Labels }, cancellationToken);

    public Task ExpiredAsync(DateTimeOffset deadline, CancellationToken cancellationToken) => PublishAsync(
        new JobExpired { JobId = job.JobId, Time = time.GetUtcNow(), Tenant = job.Tenant, Labels = job.Labels, Deadline = deadline }, cancellationToken);

    private Task PublishAsync<T>(T what, CancellationToken cancellationToken)
        where T : JobEvent => bus.PublishEventAsync(what, source, cancellationToken);
}
