using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using SwiftDiffusion.Messages.Events;

namespace SwiftDiffusion.Submitter.Following;

/// <summary>The events of one job for one follower: each once, up to the one that ends the job.</summary>
internal sealed class JobFeed(Action<JobFeed> leave) : IDisposable
{
    // A worker tells of progress at most twice a second, so what waits here stays small.
    private readonly Channel<JobEvent> events = Channel.CreateUnbounded<JobEvent>();
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>Takes an event in; one caller at a time. One that was seen before, or that comes after the end, is dropped.</summary>
    public void Add(JobEvent jobEvent, string id)
    {
        if (!seen.Add(id) || !events.Writer.TryWrite(jobEvent))
        {
            return;
        }

        if (EventNames.Ending.Contains(EventNames.Of(jobEvent)))
        {
            events.Writer.Complete();
        }
    }

    /// <summary>The events in the order in which they came.</summary>
    public IAsyncEnumerable<JobEvent> ReadAllAsync(CancellationToken cancellationToken) => events.Reader.ReadAllAsync(cancellationToken);

    /// <summary>The next of the events that have come; false when none has.</summary>
    public bool TryRead([NotNullWhen(true)] out JobEvent? jobEvent) => events.Reader.TryRead(out jobEvent);

    public void Dispose() => leave(this);
}
