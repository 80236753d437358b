using SwiftDiffusion.Broker;
using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Submitter.Reconciling;

/// <summary>Asks RabbitMQ.</summary>
internal sealed class BrokerQueues(JobQueues queues) : IWaitingJobs
{
    public Task<long> CountAsync(string model, JobPriority priority, CancellationToken cancellationToken) => queues.CountAsync(model, priority, cancellationToken);
}
