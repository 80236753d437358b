using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;

namespace SwiftDiffusion.Worker.Consuming;

/// <summary>The jobs in hand, so that a cancellation finds its job. A job delivered twice is in hand once: the second delivery waits for the first to end.</summary>
internal sealed class RunningJobs(IHostApplicationLifetime lifetime, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, RunningJob> jobs = new(StringComparer.Ordinal);

    /// <summary>Takes a job in hand until the result is disposed.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="cancellationToken">Cancelled when the broker has taken the message back.</param>
    public async Task<RunningJob> EnterAsync(string jobId, CancellationToken cancellationToken)
    {
        var job = new RunningJob(jobId, time, Leave, lifetime.ApplicationStopping, cancellationToken);
        try
        {
            while (jobs.GetOrAdd(jobId, job) is var holder && holder != job)
            {
                await holder.Ended.WaitAsync(job.Token);
            }

            return job;
        }
        catch
        {
            job.Dispose();
            throw;
        }
    }

    /// <summary>Stops a job if it is in hand.</summary>
    /// <returns>Whether it was.</returns>
    public bool Cancel(string jobId)
    {
        if (!jobs.TryGetValue(jobId, out var job))
        {
            return false;
        }

        job.Stop(StopReason.Cancelled);
        return true;
    }

    private void Leave(RunningJob job) => jobs.TryRemove(KeyValuePair.Create(job.Id, job));
}
