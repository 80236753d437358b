using MassTransit;
using SwiftDiffusion.Messages.Serialization;

namespace SwiftDiffusion.Submitter.Following;

/// <summary>The endpoint that events come in by: one of this process's own, gone with it.</summary>
internal sealed class EventsEndpoint : IReceiveEndpointObserver
{
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits until events reach this process.</summary>
    public Task ReadyAsync(CancellationToken cancellationToken) => ready.Task.WaitAsync(cancellationToken);

    /// <summary>Adds the endpoint to a bus of any transport.</summary>
    public void Configure(IBusFactoryConfigurator bus, IBusRegistrationContext context)
    {
        bus.ConfigureJsonSerializerOptions(_ => MessageJson.Options);
        // Without AnyMessageType: any body would be taken for all eight events; the header with the message's type tells which one it is.
        bus.UseRawJsonSerializer(RawSerializerOptions.AddTransportHeaders);
        bus.ReceiveEndpoint(new TemporaryEndpointDefinition("events"), configureEndpoint: endpoint =>
        {
            endpoint.UseRawJsonDeserializer(RawSerializerOptions.AddTransportHeaders, isDefault: true);
            // One at a time keeps the events of a job in order; handing one over takes microseconds.
            endpoint.ConcurrentMessageLimit = 1;
            endpoint.PublishFaults = false;
            endpoint.DiscardFaultedMessages();
            endpoint.DiscardSkippedMessages();
            endpoint.ConnectReceiveEndpointObserver(this);
            endpoint.ConfigureConsumer<JobEventConsumer>(context);
        });
    }

    Task IReceiveEndpointObserver.Ready(ReceiveEndpointReady ready)
    {
        this.ready.TrySetResult();
        return Task.CompletedTask;
    }

    Task IReceiveEndpointObserver.Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    Task IReceiveEndpointObserver.Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    Task IReceiveEndpointObserver.Faulted(ReceiveEndpointFaulted faulted) => Task.CompletedTask;
}
