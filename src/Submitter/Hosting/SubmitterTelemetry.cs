using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace SwiftDiffusion.Submitter.Hosting;

/// <summary>Metrics for whoever reads <c>/metrics</c>; metrics and traces for a collector, if <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one.</summary>
/// <remarks>Sources are named one by one: those of HTTP clients and of the Azure SDK would tell addresses, and signed links are addresses.</remarks>
internal static class SubmitterTelemetry
{
    private const string CollectorVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string MassTransit = "MassTransit";

    /// <summary>Adds both.</summary>
    public static void AddSubmitterTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<JobGauges>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<JobGauges>());
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("swiftdiffusion-submitter"))
            .WithMetrics(metrics => metrics
                .AddMeter(SubmitterMetrics.MeterName, Broker.BrokerMetrics.MeterName, MassTransit, "Microsoft.AspNetCore.Hosting", "System.Runtime")
                .AddPrometheusExporter());
        if (!string.IsNullOrEmpty(builder.Configuration[CollectorVariable]))
        {
            telemetry
                .WithMetrics(metrics => metrics.AddOtlpExporter())
                .WithTracing(traces => traces.AddSource(SubmitterTracing.SourceName, MassTransit).AddAspNetCoreInstrumentation().AddOtlpExporter());
        }
    }

    /// <summary>Answers at <c>/metrics</c>.</summary>
    public static void MapSubmitterMetrics(this WebApplication submitter)
    {
        // It listens from here on, and so hears what is told at the start.
        _ = submitter.Services.GetRequiredService<MeterProvider>();
        _ = submitter.Services.GetRequiredService<SubmitterMetrics>();
        submitter.MapPrometheusScrapingEndpoint("/metrics");
    }
}
