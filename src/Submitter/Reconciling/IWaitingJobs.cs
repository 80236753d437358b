using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Submitter.Reconciling;

/// <summary>How many jobs wait at the broker.</summary>
internal interface IWaitingJobs
{
    /// <summary>Those of a queue that no worker has taken; 0 where there is no such queue.</summary>
    Task<long> CountAsync(string model, JobPriority priority, CancellationToken cancellationToken);
}
