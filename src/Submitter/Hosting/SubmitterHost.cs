using MassTransit;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SwiftDiffusion.Broker;
using SwiftDiffusion.Storage;
using SwiftDiffusion.Submitter.Data;
using SwiftDiffusion.Submitter.Following;

namespace SwiftDiffusion.Submitter.Hosting;

/// <summary>Composes a submitter: settings, database, RabbitMQ, the blob store, HTTP.</summary>
internal static class SubmitterHost
{
    // As workers name the fleet by default.
    private const string FleetSource = "/swiftdiffusion";
    private const string DefaultAddress = "http://127.0.0.1:8080";

    /// <summary>Builds it; the caller runs and disposes it.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        SubmitterLogging.Add(builder.Logging);
        builder.Services.AddSubmitterDatabase();
        builder.Services.AddSwiftDiffusionStorage();
        builder.Services.AddSwiftDiffusionBroker();
        builder.Services.AddSubmitter();
        builder.Services.AddJobStore();
        builder.Services.AddDispatching();
        builder.Services.AddReconciling();
        builder.AddSubmitterTelemetry();
        builder.Services.AddSubmitterHealth();
        builder.Services.AddMassTransit(bus =>
        {
            // While the broker is away jobs are taken all the same, so we stay ready.
            bus.ConfigureHealthCheckOptions(health => health.MinimalFailureStatus = HealthStatus.Degraded);
            bus.AddSubmitterConsumers();
            bus.AddConsumer<StoreConsumer>();
            bus.UsingSwiftDiffusionBroker((context, cfg) =>
            {
                cfg.ConfigureSubmitterEndpoints(context);
                context.GetRequiredService<StoreEndpoint>().Configure(cfg, context);
                cfg.ConfigureDeadJobEndpoint(context, FleetSource);
            });
        });
        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null)
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        var submitter = builder.Build();
        submitter.MapSubmitterHealth();
        submitter.MapSubmitterMetrics();
        return submitter;
    }
}
