using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using SwiftDiffusion.Broker;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Worker.Settling;

namespace SwiftDiffusion.Worker.Telemetry;

/// <summary>Metrics for whoever reads <c>/metrics</c>; metrics and traces for a collector, if <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one.</summary>
/// <remarks>Sources are named one by one: those of HTTP and of the Azure SDK would tell addresses, and signed links are addresses.</remarks>
internal static class TelemetryRegistration
{
    private const string CollectorVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string MassTransit = "MassTransit";

    /// <summary>Adds both.</summary>
    public static void AddWorkerTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<WorkerGauges>();
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("swiftdiffusion-worker", serviceVersion: ProductVersion.Engine))
            .WithMetrics(metrics => metrics
                .AddMeter(WorkerMetrics.MeterName, EngineMetrics.MeterName, BrokerMetrics.MeterName, MassTransit, "System.Runtime")
                .AddPrometheusExporter());
        if (!string.IsNullOrEmpty(builder.Configuration[CollectorVariable]))
        {
            telemetry
                .WithMetrics(metrics => metrics.AddOtlpExporter())
                .WithTracing(traces => traces.AddSource(WorkerTracing.SourceName, MassTransit).AddOtlpExporter());
        }
    }

    /// <summary>Answers at <c>/metrics</c>.</summary>
    public static void MapWorkerMetrics(this WebApplication worker)
    {
        // It listens from here on, and so hears what is told at the start.
        _ = worker.Services.GetRequiredService<MeterProvider>();
        _ = worker.Services.GetRequiredService<WorkerGauges>();
        WorkerMetrics.Begin();
        BrokerMetrics.Begin();
        worker.MapPrometheusScrapingEndpoint("/metrics");
    }
}
