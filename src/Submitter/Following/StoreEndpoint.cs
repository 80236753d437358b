using MassTransit;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Submitter.Data;

namespace SwiftDiffusion.Submitter.Following;

/// <summary>The queue in which events wait for the database: one for all submitters, and there also while none runs.</summary>
internal sealed class StoreEndpoint : IReceiveEndpointObserver
{
    /// <summary>The queue's name.</summary>
    public const string Queue = "submitter.events";

    // At the longest delay, about a day: what cannot be stored for so long goes to submitter.events_error.
    private const int Retries = 8640;
    private const int Concurrency = 32;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits until events reach the queue.</summary>
    public Task ReadyAsync(CancellationToken cancellationToken) => ready.Task.WaitAsync(cancellationToken);

    /// <summary>Adds the endpoint to a bus of any transport.</summary>
    public void Configure(IBusFactoryConfigurator bus, IBusRegistrationContext context)
    {
        bus.ConfigureJsonSerializerOptions(_ => MessageJson.Options);
        bus.UseRawJsonSerializer(RawSerializerOptions.AddTransportHeaders);
        bus.ReceiveEndpoint(Queue, endpoint =>
        {
            if (endpoint is IRabbitMqReceiveEndpointConfigurator queue)
            {
                queue.SetQuorumQueue();
                queue.SetQueueArgument("x-delivery-limit", int.MaxValue);
            }

            endpoint.UseRawJsonDeserializer(RawSerializerOptions.AddTransportHeaders, isDefault: true);
            (endpoint.PrefetchCount, endpoint.ConcurrentMessageLimit) = (2 * Concurrency, Concurrency);
            endpoint.PublishFaults = false;
            endpoint.DiscardSkippedMessages();
            endpoint.ConnectReceiveEndpointObserver(this);
            endpoint.UseMessageRetry(retry =>
            {
                retry.Handle<Exception>(Transactions.IsPassing);
                retry.Exponential(Retries, FirstDelay, MaxDelay, FirstDelay);
            });
            endpoint.ConfigureConsumer<StoreConsumer>(context, consumer => Partition(endpoint, consumer));
        });
    }

    /// <summary>Puts the events of a job one after the other, as they came.</summary>
    private static void Partition(IReceiveEndpointConfigurator endpoint, IConsumerConfigurator<StoreConsumer> consumer)
    {
        var partitioner = endpoint.CreatePartitioner(Concurrency);
        consumer.Message<JobStarted>(message => message.UsePartitioner(partitioner, context => context.Message.JobId));
        consumer.Message<JobProgress>(message => message.UsePartitioner(partitioner, context => context.Message.JobId));
        consumer.Message<ImageCompleted>(message => message.UsePartitioner(partitioner, context => context.Message.JobId));
        consumer.Message<JobSucceeded>(message => message.UsePartitioner(partitioner, context => context.Message.JobId));
        consumer.Message<JobFailed>(message => message.UsePartitioner(partitioner, context => context.Message.JobId));
        consumer.Message<JobCancelled>(message => message.UsePartitioner(partitioner, context => context.Message.JobId));
        consumer.Message<JobExpired>(message => message.UsePartitioner(partitioner, context => context.Message.JobId));
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
