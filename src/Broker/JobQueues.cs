using MassTransit;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using SwiftDiffusion.Messages;
using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Broker;

/// <summary>The queues of jobs as they lie on the broker: replicated, with a limit to deliveries, after which a job goes to <see cref="Queues.Dead"/>.</summary>
/// <remarks>Whoever declares a queue must declare it the same way, or the broker refuses; this is the one place that says how.</remarks>
public sealed class JobQueues(IOptions<RabbitMqOptions> options)
{
    /// <summary>Header in which the broker tells how often a message came back undone; absent the first time.</summary>
    public const string ReturnsHeader = "x-delivery-count";

    /// <summary>Header in which a job that was sent again carries how often it had come back before.</summary>
    public const string EarlierReturnsHeader = "swiftdiffusion_returns";

    // A job that was in hand together with one that kills workers has come back as often as that one, at most; with two or three of them, so many times as often.
    private const int ReturnsPerDelivery = 4;

    private const string QueueType = "x-queue-type";
    private const string Quorum = "quorum";
    private const string DeliveryLimit = "x-delivery-limit";

    /// <summary>How often a job may come back undone in all, however often it was sent again in between.</summary>
    public int ReturnsLimit => ReturnsPerDelivery * options.Value.DeliveryLimit;

    /// <summary>The address that a sender puts jobs to. It names the exchange, since MassTransit would declare a queue that it sends to in its own way.</summary>
    public static Uri AddressOf(string model, JobPriority priority = JobPriority.Normal) => new($"exchange:{Queues.Generate(model, priority)}");

    /// <summary>The address of jobs that are given up.</summary>
    public static Uri DeadAddress { get; } = new($"exchange:{Queues.Dead}");

    /// <summary>Makes an endpoint's queue a queue of jobs.</summary>
    public void Configure(IRabbitMqReceiveEndpointConfigurator endpoint) => Apply(endpoint, JobArguments());

    /// <summary>Declares the queues of a model, so that jobs wait in them although no worker has ever come. Does nothing where they exist.</summary>
    /// <param name="model">The model.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="RabbitMQ.Client.Exceptions.BrokerUnreachableException">The broker does not answer.</exception>
    /// <exception cref="RabbitMQ.Client.Exceptions.OperationInterruptedException">The broker has a queue of that name with other arguments.</exception>
    public async Task DeclareAsync(string model, CancellationToken cancellationToken)
    {
        await using var connection = await RabbitMqConnections.OpenAsync(options.Value, cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await DeclareAsync(channel, Queues.Dead, DeadArguments, cancellationToken);
        foreach (var priority in Enum.GetValues<JobPriority>())
        {
            await DeclareAsync(channel, Queues.Generate(model, priority), JobArguments(), cancellationToken);
        }
    }

    /// <summary>How many jobs of a model wait that no worker has taken; 0 where there is no such queue.</summary>
    /// <param name="model">The model.</param>
    /// <param name="priority">Which of its two queues.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="RabbitMQ.Client.Exceptions.BrokerUnreachableException">The broker does not answer.</exception>
    public async Task<long> CountAsync(string model, JobPriority priority, CancellationToken cancellationToken)
    {
        await using var connection = await RabbitMqConnections.OpenAsync(options.Value, cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            return (await channel.QueueDeclarePassiveAsync(Queues.Generate(model, priority), cancellationToken)).MessageCount;
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return 0;
        }
    }

    /// <summary>Makes an endpoint's queue the one of jobs that were given up.</summary>
    internal static void ConfigureDead(IRabbitMqReceiveEndpointConfigurator endpoint) => Apply(endpoint, DeadArguments);

    private static Dictionary<string, object?> DeadArguments => new()
    {
        [QueueType] = Quorum,
        // Without one, RabbitMQ 4 drops a message after 20 returns, and here there is nowhere left to go.
        [DeliveryLimit] = int.MaxValue,
    };

    private Dictionary<string, object?> JobArguments() => new()
    {
        [QueueType] = Quorum,
        [DeliveryLimit] = options.Value.DeliveryLimit,
        ["x-dead-letter-exchange"] = "",
        ["x-dead-letter-routing-key"] = Queues.Dead,
        // A job leaves its queue only when the dead letters' queue has it; that needs the overflow named, although there is no limit to flow over.
        ["x-dead-letter-strategy"] = "at-least-once",
        ["x-overflow"] = "reject-publish",
    };

    private static void Apply(IRabbitMqReceiveEndpointConfigurator endpoint, Dictionary<string, object?> arguments)
    {
        foreach (var (name, value) in arguments)
        {
            endpoint.SetQueueArgument(name, value);
        }
    }

    // As MassTransit lays out an endpoint: an exchange of the queue's name, bound to it.
    private static async Task DeclareAsync(IChannel channel, string queue, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        await channel.ExchangeDeclareAsync(queue, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancellationToken);
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(queue, queue, routingKey: "", cancellationToken: cancellationToken);
    }
}
