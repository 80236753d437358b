using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using SwiftDiffusion.Broker;
using SwiftDiffusion.Messages;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Worker.Preparing;

namespace SwiftDiffusion.Worker.Consuming;

/// <summary>The endpoints of a worker.</summary>
internal static class WorkerEndpoints
{
    /// <summary>Adds them to a bus.</summary>
    public static void Configure(IBusFactoryConfigurator bus, IBusRegistrationContext context)
    {
        bus.ConfigureJsonSerializerOptions(_ => MessageJson.Options);
        bus.UseRawJsonSerializer(RawSerializerOptions.AddTransportHeaders);
        var models = context.GetRequiredService<ModelCatalog>();
        models.Check();
        foreach (var model in models.Names)
        {
            foreach (var priority in Enum.GetValues<JobPriority>())
            {
                bus.ReceiveEndpoint(Queues.Generate(model, priority), endpoint => Configure(endpoint, context, priority));
            }
        }

        bus.ReceiveEndpoint(new TemporaryEndpointDefinition("cancel"), configureEndpoint: endpoint =>
        {
            TakeRawJson(endpoint);
            endpoint.ConfigureConsumer<CancelJobConsumer>(context);
        });
    }

    private static void Configure(IReceiveEndpointConfigurator endpoint, IBusRegistrationContext context, JobPriority priority)
    {
        if (endpoint is IRabbitMqReceiveEndpointConfigurator queue)
        {
            context.GetRequiredService<JobQueues>().Configure(queue);
        }

        TakeRawJson(endpoint);
        // What is in hand here is in no other worker's hand: of low priority, where jobs only wait while others come first, one is enough.
        var prefetch = priority == JobPriority.Low ? 1 : JobSlots.Count;
        (endpoint.PrefetchCount, endpoint.ConcurrentMessageLimit) = (prefetch, prefetch);
        // Jobs are sent to the queue of their model, never published to all.
        endpoint.ConfigureConsumeTopology = false;
        // A fault would carry the job, prompt included; and a message that was moved aside would never reach another worker.
        endpoint.PublishFaults = false;
        endpoint.RethrowFaultedMessages();
        endpoint.ConfigureReceive(pipe => pipe.UseFilter(context.GetRequiredService<MalformedJobFilter>()));
        endpoint.ConfigureConsumer<GenerateImagesConsumer>(context);
    }

    /// <summary>Takes any JSON for the endpoint's one message type: producers that don't use .NET name none.</summary>
    private static void TakeRawJson(IReceiveEndpointConfigurator endpoint) => endpoint.UseRawJsonDeserializer(RawSerializerOptions.AnyMessageType, isDefault: true);
}
