using System.Runtime.CompilerServices;
using System.Text;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Submitter.Jobs;

namespace SwiftDiffusion.Submitter.Following;

/// <summary>The events of a job in the database, from any place on and as they come, with progress in between.</summary>
internal sealed class JobEventStream(JobStore store, JobFollowers followers, JobWakeups wakeups, TimeProvider time)
{
    // Events are looked for when they are heard of; this is for what is not heard.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    // An event may be heard before it is stored: by another process, or by this one at the same moment.
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);
    private const int MaxLooks = 20;

    /// <summary>Yields events until the one that ends the job. Of a job that has ended, it yields what is left.</summary>
    /// <param name="tenant">Whose the job is.</param>
    /// <param name="id">The job; there are no events where there is none.</param>
    /// <param name="after">The sequence of the last event known; 0 for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async IAsyncEnumerable<StreamedEvent> ReadAsync(string tenant, string id, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var wakeup = wakeups.Watch(tenant, id);
        using var feed = followers.Follow(tenant, id);
        for (var looks = 0; ;)
        {
            var rows = await store.FindEventsAsync(tenant, id, after, cancellationToken);
            foreach (var row in rows)
            {
                (after, looks) = (row.Sequence, 0);
                yield return new StreamedEvent(row.Sequence, Read(row));
            }

            if (rows is [.., var last] ? EventNames.Ending.Contains(last.Type) : looks == 0 && await IsOverAsync(tenant, id, cancellationToken))
            {
                yield break;
            }

            looks = await wakeup.WaitAsync(looks > 0 ? Soon : Interval, time, cancellationToken) ? MaxLooks : Math.Max(0, looks - 1);
            while (feed.TryRead(out var jobEvent))
            {
                if (jobEvent is JobProgress)
                {
                    yield return new StreamedEvent(Sequence: null, jobEvent);
                }
            }
        }
    }

    /// <summary>Whether nothing more can come: the job has ended, as the reader knows, or is gone.</summary>
    private async Task<bool> IsOverAsync(string tenant, string id, CancellationToken cancellationToken) =>
        await store.FindAsync(tenant, id, cancellationToken) is not { State: JobState.Queued or JobState.Started };

    private static JobEvent Read(JobEventRow row) => (JobEvent)MessageJson.Deserialize(Encoding.UTF8.GetBytes(row.Data), EventNames.TypeOf(row.Type)!);
}
