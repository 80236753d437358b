using MassTransit;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SwiftDiffusion.Storage;
using SwiftDiffusion.Submitter.Following;

namespace SwiftDiffusion.Submitter;

/// <summary>Puts a submitter into a host: its services, its consumers, its endpoint.</summary>
public static class SubmitterRegistration
{
    /// <summary>Adds <see cref="JobClient"/>. The bus and the blob store are the caller's to register.</summary>
    public static IServiceCollection AddSubmitter(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<JobFollowers>();
        services.TryAddSingleton<JobWakeups>();
        services.TryAddSingleton<EventsEndpoint>();
        services.TryAddSingleton(provider => new JobClient(
            provider.GetRequiredService<IBus>(),
            provider.GetRequiredService<IBlobStore>(),
            provider.GetRequiredService<JobFollowers>(),
            provider.GetRequiredService<EventsEndpoint>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>Adds the submitter's consumers; to be called within <c>AddMassTransit</c>.</summary>
    public static void AddSubmitterConsumers(this IBusRegistrationConfigurator bus) => bus.AddConsumer<JobEventConsumer>();

    /// <summary>Adds the endpoint that events come in by: a temporary one of this process's own. Messages are plain JSON.</summary>
    /// <param name="cfg">Of any transport.</param>
    /// <param name="context">What <c>Using...</c> hands over with it.</param>
    public static void ConfigureSubmitterEndpoints(this IBusFactoryConfigurator cfg, IBusRegistrationContext context) =>
        context.GetRequiredService<EventsEndpoint>().Configure(cfg, context);
}
