using MassTransit;
using RabbitMQ.Client;

namespace SwiftDiffusion.Broker.DeadJobs;

/// <summary>When the broker gave a message up, which it writes into the header <c>x-death</c> (https://www.rabbitmq.com/docs/dlx#effects).</summary>
internal static class DeathTime
{
    /// <summary>The time of the last death, to the second; null where the message came in some other way.</summary>
    public static DateTimeOffset? Of(ReceiveContext message) =>
        message.TryGetPayload<RabbitMqBasicConsumeContext>(out var delivery)
        && delivery.Properties.Headers is { } headers
        && headers.TryGetValue("x-death", out var value)
        && value is IList<object> deaths
        && deaths.OfType<IDictionary<string, object>>().Select(death => death.TryGetValue("time", out var time) ? time : null).OfType<AmqpTimestamp>().ToArray() is { Length: > 0 } times
            ? DateTimeOffset.FromUnixTimeSeconds(times.Max(time => time.UnixTime))
            : null;
}
