using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SwiftDiffusion.Submitter.Data;
using SwiftDiffusion.Submitter.Webhooks.Delivering;
using SwiftDiffusion.Submitter.Webhooks.Endpoints;
using SwiftDiffusion.Submitter.Webhooks.Sending;
using SwiftDiffusion.Submitter.Webhooks.Signing;

namespace SwiftDiffusion.Submitter.Webhooks;

/// <summary>Puts webhooks into a host.</summary>
internal static class WebhookRegistration
{
    /// <summary>Adds endpoints, their secrets and what sends to them. Database and job store are the caller's to register.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>());
        services.TryAddSingleton<WebhookSignal>();
        services.TryAddSingleton<WebhookMetrics>();
        services.TryAddSingleton(provider => new SecretVault(VaultKeys.Load(
            provider.GetRequiredService<IOptions<WebhookOptions>>().Value, provider.GetRequiredService<IOptions<DatabaseOptions>>().Value)));
        services.TryAddSingleton<EndpointSecrets>();
        services.TryAddSingleton<EndpointStore>();
        services.TryAddSingleton<DeliveryStore>();
        services.TryAddSingleton(provider => new WebhookHttpClient(provider.GetRequiredService<IOptions<WebhookOptions>>()));
        services.TryAddSingleton<WebhookSender>();
        return services;
    }

    /// <summary>Adds what delivers them in the background.</summary>
    public static IServiceCollection AddWebhookDispatching(this IServiceCollection services)
    {
        services.TryAddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<WebhookOptions>>().Value;
            return new ReceiverShares(options.Parallelism, options.ParallelismPerReceiver, options.ParallelismPerTenant, provider.GetRequiredService<TimeProvider>());
        });
        services.TryAddSingleton<DeliveryQueue>();
        services.TryAddSingleton<DeliveryLedger>();
        services.TryAddSingleton<MessageSource>();
        services.AddHostedService<WebhookDispatcher>();
        services.AddHostedService<BacklogWatch>();
        return services;
    }
}
