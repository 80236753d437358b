using MassTransit;
using SwiftDiffusion.Broker;
using SwiftDiffusion.Storage;
using SwiftDiffusion.Submitter.Data;

namespace SwiftDiffusion.Submitter.Hosting;

/// <summary>Composes a submitter: settings, database, RabbitMQ, the blob store, HTTP.</summary>
internal static class SubmitterHost
{
    /// <summary>Builds it; the caller runs and disposes it.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        SubmitterLogging.Add(builder.Logging);
        builder.Services.AddSubmitterDatabase();
        builder.Services.AddSwiftDiffusionStorage();
        builder.Services.AddSwiftDiffusionBroker();
        builder.Services.AddSubmitter();
        builder.Services.AddMassTransit(bus =>
        {
            bus.AddSubmitterConsumers();
            bus.UsingSwiftDiffusionBroker((context, cfg) => cfg.ConfigureSubmitterEndpoints(context));
        });
        return builder.Build();
    }
}
