using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SwiftDiffusion.Broker;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Worker.Consuming;
using SwiftDiffusion.Worker.Fetching;
using SwiftDiffusion.Worker.Painting;
using SwiftDiffusion.Worker.Painting.Null;
using SwiftDiffusion.Worker.Preparing;
using SwiftDiffusion.Worker.Settling;

namespace SwiftDiffusion.Worker;

/// <summary>Puts a worker into a host: its services, its consumers, its endpoints.</summary>
public static class WorkerRegistration
{
    /// <summary>Adds all of a worker but the bus and the blob store, which the caller registers. A wrong setting stops the host at its start.</summary>
    /// <param name="services">The host's.</param>
    /// <param name="configure">Applied on top of the configuration's section <see cref="WorkerOptions.Section"/>.</param>
    public static IServiceCollection AddWorker(this IServiceCollection services, Action<WorkerOptions> configure)
    {
        services.AddOptions<WorkerOptions>()
            .Configure<IServiceProvider>((options, provider) => provider.GetService<IConfiguration>()?.GetSection(WorkerOptions.Section).Bind(options))
            .Configure(configure)
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WorkerOptions>, WorkerOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WorkerOptions>, DevicesValidator>());
        services.TryAddSingleton(TimeProvider.System);
        AddConsuming(services);
        AddPreparing(services);
        AddPainting(services);
        AddSettling(services);
        return services;
    }

    /// <summary>Adds the worker's consumers; to be called within <c>AddMassTransit</c>.</summary>
    public static void AddWorkerConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<GenerateImagesConsumer>();
        bus.AddConsumer<CancelJobConsumer>();
    }

    /// <summary>Adds the endpoints that the worker takes messages from: one for each model and priority, and one that every worker has for cancellations.</summary>
    /// <remarks>The bus speaks plain JSON as <see cref="MessageJson"/> writes it from then on.</remarks>
    /// <param name="cfg">Of any transport.</param>
    /// <param name="context">What <c>Using...</c> hands over with it.</param>
    /// <exception cref="OptionsValidationException">The worker has no model, or one of a name that no job can have.</exception>
    public static void ConfigureWorkerEndpoints(this IBusFactoryConfigurator cfg, IBusRegistrationContext context) => WorkerEndpoints.Configure(cfg, context);

    private static void AddConsuming(IServiceCollection services)
    {
        services.TryAddSingleton<Drain>();
        services.TryAddSingleton<RunningJobs>();
        services.TryAddSingleton<Suspects>();
        services.TryAddSingleton<JobQueues>();
        services.TryAddSingleton<JobSlots>();
        services.TryAddSingleton<JobHandler>();
        services.TryAddSingleton(provider => new MalformedJobFilter(
            new Lazy<IBus>(provider.GetRequiredService<IBus>), provider.GetRequiredService<IOptions<WorkerOptions>>(), provider.GetRequiredService<TimeProvider>()));
    }

    private static void AddPreparing(IServiceCollection services)
    {
        services.TryAddSingleton<FileHttpClient>();
        services.TryAddSingleton<HttpsOrigin>();
        services.TryAddSingleton<BlobOrigin>();
        services.TryAddSingleton<FileDownload>();
        services.TryAddSingleton<FileCache>();
        services.TryAddSingleton<ModelCatalog>();
        services.TryAddSingleton<FileDigests>();
        services.TryAddSingleton<IAdapterSource, AdapterCatalog>();
        services.TryAddSingleton(_ => new PictureHttpClient());
        services.TryAddSingleton<PictureDownload>();
        services.TryAddSingleton<PictureFetcher>();
        services.TryAddSingleton<JobPreparer>();
    }

    private static void AddPainting(IServiceCollection services)
    {
        services.TryAddSingleton<IPainterLoader>(provider => provider.GetRequiredService<IOptions<WorkerOptions>>() is { Value.Engine: EngineKind.Null } options
            ? new NullPainterLoader(options)
            : new PipelineLoader(provider.GetRequiredService<IOptions<WorkerOptions>>()));
        services.TryAddSingleton<ModelShelf>();
        services.TryAddSingleton<PaintingThread>();
        services.TryAddSingleton<DeviceHealth>();
        services.AddHealthChecks().AddCheck<DeviceHealth>("device", tags: ["ready"]);
    }

    private static void AddSettling(IServiceCollection services)
    {
        services.TryAddSingleton<JobStore>();
        services.TryAddSingleton<JobSettler>();
    }
}
