using MassTransit;
using SwiftDiffusion.Messages;
using SwiftDiffusion.Messages.Events;

namespace SwiftDiffusion.Broker;

/// <summary>Publishes events with their CloudEvents attributes.</summary>
public static class EventPublishing
{
    /// <summary>Publishes an event. Done when the broker has it.</summary>
    /// <param name="bus">Where to.</param>
    /// <param name="jobEvent">The event.</param>
    /// <param name="source">Names the fleet, as a URI reference.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task PublishEventAsync<T>(this IPublishEndpoint bus, T jobEvent, string source, CancellationToken cancellationToken)
        where T : JobEvent
    {
        var attributes = CloudEvents.Attributes(jobEvent, source);
        return bus.Publish(
            jobEvent,
            context =>
            {
                foreach (var (name, value) in attributes)
                {
                    context.Headers.Set(name, value);
                }
            },
            cancellationToken);
    }
}
