using System.Collections.Concurrent;
using SwiftDiffusion.Messages.Commands;

namespace SwiftDiffusion.Worker.Consuming;

/// <summary>The jobs in hand, so that a cancellation finds its job. A job delivered twice is in hand once: the second delivery waits for the first to end.</summary>
internal sealed class RunningJobs(Drain drain, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, RunningJob> jobs = new(StringComparer.Ordinal);

    /// <summary>How many there are.</summary>
    public int Count => jobs.Count;

    /// <summary>Takes a job in hand until the result is disposed.</summary>
    /// <param name="command">The job.</param>
    /// <param name="cancellationToken">Cancelled when the broker has taken the message back.</param>
    public async Task<RunningJob> EnterAsync(GenerateImages command, CancellationToken cancellationToken)
    {
        var id = IdOf(command.Tenant, command.JobId);
        var job = new RunningJob(id, time, Leave, drain.Over, cancellationToken);
        try
        {
            while (jobs.GetOrAdd(id, job) is var holder && holder != job)
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
    public bool Cancel(CancelJob command)
    {
        if (!jobs.TryGetValue(IdOf(command.Tenant, command.JobId), out var job))
        {
            return false;
        }

        job.Stop(StopReason.Cancelled);
        return true;
    }

    // Two tenants may have jobs of one name.
    private static string IdOf(string? tenant, string jobId) => $"{tenant}/{jobId}";

    private void Leave(RunningJob job) => jobs.TryRemove(KeyValuePair.Create(job.Id, job));
}
