using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SwiftDiffusion.Broker;
using SwiftDiffusion.Submitter.Dispatching;
using SwiftDiffusion.Submitter.Following;
using SwiftDiffusion.Submitter.Jobs;
using SwiftDiffusion.Submitter.Reconciling;

namespace SwiftDiffusion.Submitter.Hosting;

/// <summary>Puts into a host what keeps jobs: the store, and what hands them over and follows them.</summary>
internal static class FleetRegistration
{
    /// <summary>Adds the job store; the database is the caller's to register. Enough for commands that only look.</summary>
    public static IServiceCollection AddJobStore(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SubmitterMetrics>();
        services.TryAddSingleton<DispatchSignal>();
        services.TryAddSingleton<JobWakeups>();
        services.TryAddSingleton<JobRowFactory>();
        services.TryAddSingleton<JobStore>();
        return services;
    }

    /// <summary>Adds what hands jobs to the bus and follows them. Bus and blob store are the caller's to register.</summary>
    public static IServiceCollection AddDispatching(this IServiceCollection services)
    {
        services.TryAddSingleton<StoreEndpoint>();
        services.TryAddSingleton(provider => new DeclaredQueues(provider.GetRequiredService<JobQueues>()));
        services.TryAddSingleton<Dispatcher>();
        services.AddHostedService<DispatchService>();
        return services;
    }

    /// <summary>Adds what looks after silent jobs and old ones, as the section <c>Jobs</c> says.</summary>
    public static IServiceCollection AddReconciling(this IServiceCollection services)
    {
        services.AddOptions<ReconcileOptions>().BindConfiguration(ReconcileOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ReconcileOptions>, ReconcileOptionsValidator>());
        services.TryAddSingleton<IWaitingJobs, BrokerQueues>();
        services.TryAddSingleton<Reconciler>();
        services.TryAddSingleton<Retention>();
        services.AddHostedService<ReconcileService>();
        return services;
    }
}
