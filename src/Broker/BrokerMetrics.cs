using System.Diagnostics.Metrics;

namespace SwiftDiffusion.Broker;

/// <summary>What is measured of the broker.</summary>
public static class BrokerMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "SwiftDiffusion.Broker";

    private static readonly Meter Meter = new(MeterName);

    internal static Counter<long> GivenUp { get; } = Meter.CreateCounter<long>(
        "swiftdiffusion.worker.jobs_given_up", "{job}", "Jobs that were failed since the workers that took them were lost.");
}
