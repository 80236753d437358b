using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SwiftDiffusion.Broker.DeadJobs;

namespace SwiftDiffusion.Broker;

/// <summary>Puts RabbitMQ into a host.</summary>
public static class BrokerRegistration
{
    /// <summary>Adds the settings of the section <c>RabbitMq</c> and <see cref="JobQueues"/>. A wrong setting stops the host at its start.</summary>
    public static IServiceCollection AddSwiftDiffusionBroker(this IServiceCollection services)
    {
        services.AddOptions<RabbitMqOptions>().BindConfiguration(RabbitMqOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RabbitMqOptions>, RabbitMqOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<JobQueues>();
        return services;
    }

    /// <summary>Runs the bus over RabbitMQ as the section <c>RabbitMq</c> says; to be called within <c>AddMassTransit</c>.</summary>
    /// <param name="bus">What <c>AddMassTransit</c> hands over.</param>
    /// <param name="configure">Adds endpoints.</param>
    public static void UsingSwiftDiffusionBroker(this IBusRegistrationConfigurator bus, Action<IBusRegistrationContext, IRabbitMqBusFactoryConfigurator> configure)
    {
        bus.DisableUsageTelemetry();
        bus.UsingRabbitMq((context, cfg) =>
        {
            RabbitMqHost.Configure(cfg, context.GetRequiredService<IOptions<RabbitMqOptions>>().Value);
            configure(context, cfg);
        });
    }

    /// <summary>Adds the endpoint of jobs that the broker gave up. Any number of programs may have it: each job is told of by one of them.</summary>
    /// <param name="cfg">Of RabbitMQ: other transports give no job up.</param>
    /// <param name="context">What <c>Using...</c> hands over with it.</param>
    /// <param name="source">Names the fleet, as the source of its events: a URI reference, the same for all programs of a fleet.</param>
    public static void ConfigureDeadJobEndpoint(this IRabbitMqBusFactoryConfigurator cfg, IBusRegistrationContext context, string source) =>
        DeadJobEndpoint.Configure(cfg, context, source);
}
