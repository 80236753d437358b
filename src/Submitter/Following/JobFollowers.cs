using SwiftDiffusion.Messages;
using SwiftDiffusion.Messages.Events;

namespace SwiftDiffusion.Submitter.Following;

/// <summary>Who waits for which job's events. Events of jobs that nobody follows are dropped, and leave nothing behind.</summary>
internal sealed class JobFollowers
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string? Tenant, string JobId), List<JobFeed>> feeds = [];

    /// <summary>Jobs that are followed at present.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return feeds.Count;
            }
        }
    }

    /// <summary>Follows a job from now on, until the feed is disposed. A job can be followed more than once.</summary>
    public JobFeed Follow(string? tenant, string jobId)
    {
        var feed = new JobFeed(feed => Leave((tenant, jobId), feed));
        lock (gate)
        {
            if (!feeds.TryGetValue((tenant, jobId), out var followers))
            {
                feeds[(tenant, jobId)] = followers = [];
            }

            followers.Add(feed);
        }

        return feed;
    }

    /// <summary>Hands an event to those who follow its job.</summary>
    /// <param name="jobEvent">The event.</param>
    /// <param name="id">Its CloudEvents id; null where who told it gave none.</param>
    public void Tell(JobEvent jobEvent, string? id)
    {
        lock (gate)
        {
            if (feeds.TryGetValue((jobEvent.Tenant, jobEvent.JobId), out var followers))
            {
                id ??= CloudEvents.IdOf(jobEvent);
                followers.ForEach(feed => feed.Add(jobEvent, id));
            }
        }
    }

    private void Leave((string?, string) job, JobFeed feed)
    {
        lock (gate)
        {
            if (feeds.TryGetValue(job, out var followers) && followers.Remove(feed) && followers.Count == 0)
            {
                feeds.Remove(job);
            }
        }
    }
}
