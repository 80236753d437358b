using System.Runtime.CompilerServices;
using MassTransit;
using SwiftDiffusion.Messages;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Validation;
using SwiftDiffusion.Storage;
using SwiftDiffusion.Submitter.Following;
using SwiftDiffusion.Submitter.Sending;

namespace SwiftDiffusion.Submitter;

/// <summary>Hands jobs to the fleet and follows them to their end. Thread-safe; one a process is enough.</summary>
public sealed class JobClient
{
    private readonly IBus bus;
    private readonly IBlobStore blobs;
    private readonly JobFollowers followers;
    private readonly EventsEndpoint endpoint;
    private readonly TimeProvider time;

    internal JobClient(IBus bus, IBlobStore blobs, JobFollowers followers, EventsEndpoint endpoint, TimeProvider time) =>
        (this.bus, this.blobs, this.followers, this.endpoint, this.time) = (bus, blobs, followers, endpoint, time);

    /// <summary>Sends a job to the queue of its model and yields its events. The last one is
    /// <see cref="JobSucceeded"/>, <see cref="JobFailed"/>, <see cref="JobCancelled"/> or <see cref="JobExpired"/>.</summary>
    /// <remarks>The job is sent when enumeration begins, after listening has begun, so no event is missed. An event that is delivered again is yielded once.</remarks>
    /// <param name="job">A job that keeps the contract's rules.</param>
    /// <param name="cancellationToken">Stops following. It does not stop the job: see <see cref="CancelAsync"/>.</param>
    /// <exception cref="ArgumentException">The job breaks rules; each is named.</exception>
    public IAsyncEnumerable<JobEvent> SubmitAsync(GenerateImages job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        return JobRules.Check(job) is { Count: > 0 } violations
            ? throw new ArgumentException($"The job breaks rules: {string.Join("; ", violations)}.", nameof(job))
            : SendAndFollowAsync(job, cancellationToken);
    }

    /// <summary>Asks the fleet to give a job up, queued or running. Its end is told by its events as ever; a job that has ended stays as it is.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="tenant">Whom it belongs to, as the job said.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="StorageException">The mark for workers that take the job up later could not be stored; those that have it in hand were asked.</exception>
    public async Task CancelAsync(string jobId, string? tenant, CancellationToken cancellationToken)
    {
        var cancel = new CancelJob(jobId, tenant);
        try
        {
            // The mark comes first: a worker that takes the job up after the message has passed finds the mark, one that took it up before hears the message.
            await blobs.PutIfAbsentAsync(JobBlobs.CancelMark(tenant, jobId), new BlobContent("cancelled"u8.ToArray(), "text/plain"), cancellationToken);
        }
        finally
        {
            await bus.Publish(cancel, new CloudEventHeaders<CancelJob>(CloudEvents.Attributes(cancel, CloudEventHeaders.Source, time.GetUtcNow())), cancellationToken);
        }
    }

    private async IAsyncEnumerable<JobEvent> SendAndFollowAsync(GenerateImages job, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await endpoint.ReadyAsync(cancellationToken);
        using var feed = followers.Follow(job.Tenant, job.JobId);
        var queue = await bus.GetSendEndpoint(new Uri($"queue:{Queues.Generate(job.Model, job.Priority)}"));
        await queue.Send(job, new CloudEventHeaders<GenerateImages>(CloudEvents.Attributes(job, CloudEventHeaders.Source, time.GetUtcNow())), cancellationToken);
        await foreach (var jobEvent in feed.ReadAllAsync(cancellationToken))
        {
            yield return jobEvent;
        }
    }
}
