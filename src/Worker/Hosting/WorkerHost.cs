using System.Net;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SwiftDiffusion.Broker;
using SwiftDiffusion.Storage;
using SwiftDiffusion.Worker.Telemetry;

namespace SwiftDiffusion.Worker.Hosting;

/// <summary>Composes a worker: settings, RabbitMQ, the blob store, health over HTTP.</summary>
internal static class WorkerHost
{
    /// <summary>Builds it; the caller runs and disposes it.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        AddLogging(builder.Logging);
        builder.AddWorkerTelemetry();
        builder.Services.AddWorker(_ => { });
        builder.Services.AddSwiftDiffusionStorage();
        builder.Services.AddSwiftDiffusionBroker();
        builder.Services.AddMassTransit(bus =>
        {
            bus.AddWorkerConsumers();
            bus.UsingSwiftDiffusionBroker((context, cfg) =>
            {
                cfg.ConfigureWorkerEndpoints(context);
                cfg.ConfigureDeadJobEndpoint(context, context.GetRequiredService<IOptions<WorkerOptions>>().Value.Source);
            });
        });
        // The bus opens when the worker is warm, not when the host starts.
        builder.Services.RemoveMassTransitHostedService();
        builder.Services.AddSingleton<WarmUp>();
        builder.Services.AddSingleton<WorkerStatus>();
        builder.Services.AddHostedService<JobIntake>();
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<WorkerOptions>>((host, worker) => host.ShutdownTimeout = worker.Value.ShutdownTimeout);
        builder.WebHost.ConfigureKestrel((context, kestrel) =>
        {
            var options = kestrel.ApplicationServices.GetRequiredService<IOptions<WorkerOptions>>().Value;
            kestrel.Listen(IPAddress.Parse(options.HealthAddress), options.HealthPort);
        });
        var worker = builder.Build();
        worker.MapWorkerHealth();
        worker.MapWorkerMetrics();
        return worker;
    }

    private static void AddLogging(ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(console => (console.IncludeScopes, console.SingleLine, console.UseUtcTimestamp, console.TimestampFormat) = (true, true, true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z' "));
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Warning);
    }
}
