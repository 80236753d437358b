using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Serialization;

namespace SwiftDiffusion.Submitter.Jobs;

/// <summary>How events move a job on. They may come late, twice and out of order: a job that has ended stays as it ended, and one that has started does not become queued again.</summary>
internal static class JobTransitions
{
    /// <summary>Whether a job in that state has ended.</summary>
    public static bool IsEnd(JobState state) => state is JobState.Succeeded or JobState.Failed or JobState.Cancelled or JobState.Expired;

    /// <summary>Moves a job on.</summary>
    /// <param name="job">The job; changed only if this returns true.</param>
    /// <param name="jobEvent">What is told of it, for the first time.</param>
    /// <param name="now">When that was heard.</param>
    /// <returns>Whether the event is news.</returns>
    public static bool Apply(JobRow job, JobEvent jobEvent, DateTimeOffset now)
    {
        // What is accepted is told by the submission itself; progress is not stored.
        if (IsEnd(job.State) || jobEvent is JobAccepted or JobProgress)
        {
            return false;
        }

        switch (jobEvent)
        {
            case JobStarted started:
                Start(job, started.Time);
                (job.Attempts, job.Worker, job.Step) = (job.Attempts + 1, started.Worker, 0);
                break;
            case ImageCompleted completed:
                Start(job, completed.Time);
                break;
            case JobSucceeded succeeded:
                End(job, JobState.Succeeded, succeeded.Time);
                (job.Result, job.Worker, job.Step) = (MessageJson.Serialize(succeeded.Result), succeeded.Result.Worker, job.OfSteps);
                break;
            case JobFailed failed:
                End(job, JobState.Failed, failed.Time);
                // PostgreSQL has no text with a zero in it.
                (job.FailureReason, job.FailureMessage, job.Retryable) = (failed.Reason, failed.Message.Replace("\0", "", StringComparison.Ordinal), failed.Retryable);
                break;
            case JobCancelled cancelled:
                End(job, JobState.Cancelled, cancelled.Time);
                break;
            case JobExpired expired:
                End(job, JobState.Expired, expired.Time);
                break;
            default:
                throw new ArgumentException($"{jobEvent.GetType().Name} is not an event of a job.", nameof(jobEvent));
        }

        job.UpdatedAt = now;
        return true;
    }

    private static void Start(JobRow job, DateTimeOffset time)
    {
        job.State = JobState.Started;
        job.StartedAt ??= time;
        // The broker has it, also where its confirmation was lost.
        job.DispatchedAt ??= time;
    }

    private static void End(JobRow job, JobState state, DateTimeOffset time) => (job.State, job.FinishedAt) = (state, time);
}
