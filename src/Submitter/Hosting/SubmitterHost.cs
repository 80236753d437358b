using MassTransit;
using SwiftDiffusion.Broker;
using SwiftDiffusion.Storage;
using SwiftDiffusion.Submitter.Data;
using SwiftDiffusion.Submitter.Following;
using SwiftDiffusion.Submitter.Webhooks;

namespace SwiftDiffusion.Submitter.Hosting;

/// <summary>Composes a submitter: settings, database, RabbitMQ, the blob store, HTTP.</summary>
internal static class SubmitterHost
{
    // As workers name the fleet by default.
    private const string FleetSource = "/swiftdiffusion";

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
        builder.Services.AddWebhooks();
        builder.Services.AddWebhookDispatching();
        builder.Services.AddMassTransit(bus =>
        {
            bus.AddSubmitterConsumers();
            bus.AddConsumer<StoreConsumer>();
            bus.UsingSwiftDiffusionBroker((context, cfg) =>
            {
                cfg.ConfigureSubmitterEndpoints(context);
                context.GetRequiredService<StoreEndpoint>().Configure(cfg, context);
                cfg.ConfigureDeadJobEndpoint(context, FleetSource);
            });
        });
        return builder.Build();
    }
}
