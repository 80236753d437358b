using System.Diagnostics;
using MassTransit;
using SwiftDiffusion.Messages;
using SwiftDiffusion.Messages.Events;

namespace SwiftDiffusion.Broker;

/// <summary>Publishes events with their CloudEvents attributes.</summary>
public static class EventPublishing
{
    // A confirmation takes milliseconds, and a new connection seconds. One that is lost with its connection may never come, nor fail (RabbitMQ.Client 7.2): the publisher would
    // wait for it, and the bus, which opens no new channel before its consumers are done, for the publisher.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Header that names the trace and span that a message belongs to, as W3C's Trace Context writes it.</summary>
    public const string TraceParent = "traceparent";

    /// <summary>Publishes an event. Done when the broker has it.</summary>
    /// <param name="bus">Where to.</param>
    /// <param name="jobEvent">The event.</param>
    /// <param name="source">Names the fleet, as a URI reference.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="TimeoutException">The broker has not confirmed it within half a minute. It may have it nonetheless.</exception>
    public static async Task PublishEventAsync<T>(this IPublishEndpoint bus, T jobEvent, string source, CancellationToken cancellationToken)
        where T : JobEvent
    {
        var attributes = CloudEvents.Attributes(jobEvent, source);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        giveUp.CancelAfter(Patience);
        try
        {
            await bus.Publish(
                jobEvent,
                context =>
                {
                    foreach (var (name, value) in attributes)
                    {
                        context.Headers.Set(name, value);
                    }

                    // For subscribers that don't use MassTransit, which has a header of its own.
                    if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } trace })
                    {
                        context.Headers.Set(TraceParent, trace);
                    }
                },
                giveUp.Token).WaitAsync(giveUp.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The broker has not confirmed an event of job {jobEvent.JobId} within {Patience}.", e);
        }
    }
}
