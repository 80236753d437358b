using System.Diagnostics.Metrics;

namespace SwiftDiffusion.Broker;

/// <summary>What is measured of the broker.</summary>
public static class BrokerMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "SwiftDiffusion.Broker";

    private static readonly Meter Meter = new(MeterName);

    /// <summary>Tells of what may never happen, so that a first time shows as an increase. To be called once metrics are listened to.</summary>
    public static void Begin() => GivenUp.Add(0);

    internal static Counter<long> GivenUp { get; } = Meter.CreateCounter<long>(
        "swiftdiffusion.worker.jobs_given_up", "{job}", "Jobs that were failed since the workers that took them were lost.");
}
