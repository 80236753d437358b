using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SwiftDiffusion.Messages;
using SwiftDiffusion.Storage;

namespace SwiftDiffusion.Broker.DeadJobs;

/// <summary>The endpoint of jobs that the broker gave up.</summary>
internal static class DeadJobEndpoint
{
    // At the longest delay, about a day.
    private const int Retries = 1440;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(1);

    /// <summary>Adds it to a bus.</summary>
    public static void Configure(IRabbitMqBusFactoryConfigurator bus, IBusRegistrationContext context, string source) => bus.ReceiveEndpoint(Queues.Dead, endpoint =>
    {
        JobQueues.ConfigureDead(endpoint);
        endpoint.UseRawJsonDeserializer(RawSerializerOptions.AnyMessageType, isDefault: true);
        (endpoint.PrefetchCount, endpoint.ConcurrentMessageLimit) = (1, 1);
        endpoint.ConfigureConsumeTopology = false;
        // A fault would carry the job, prompt included.
        endpoint.PublishFaults = false;
        // A blob store that is away comes back; what cannot be read at all goes to generate.dead_error, for a person to look at.
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<StorageException>(e => e.Transient);
            retry.Exponential(Retries, FirstDelay, MaxDelay, FirstDelay);
        });
        endpoint.Consumer(() => new DeadJobConsumer(
            context.GetRequiredService<IBus>(),
            context.GetRequiredService<IBlobStore>(),
            source,
            context.GetRequiredService<TimeProvider>(),
            context.GetRequiredService<ILogger<DeadJobConsumer>>()));
    });
}
