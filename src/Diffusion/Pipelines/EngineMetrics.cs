using System.Diagnostics.Metrics;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>What the engine measures. All of it has the tag <c>kind</c>: <c>controlnet</c> or <c>lora</c>.</summary>
public static class EngineMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "SwiftDiffusion.Diffusion";

    private static readonly Meter Meter = new(MeterName);

    internal static Counter<long> Hits { get; } = Meter.CreateCounter<long>(
        "swiftdiffusion.adapters.hits", "{adapter}", "Adapters that were in memory when a request asked for them.");

    internal static Counter<long> Loads { get; } = Meter.CreateCounter<long>(
        "swiftdiffusion.adapters.loads", "{adapter}", "Adapters that were read from their files.");

    internal static UpDownCounter<long> Resident { get; } = Meter.CreateUpDownCounter<long>(
        "swiftdiffusion.adapters.resident", "{adapter}", "Adapters that are kept in memory.");

    internal static UpDownCounter<long> Bytes { get; } = Meter.CreateUpDownCounter<long>(
        "swiftdiffusion.adapters.memory", "By", "Memory of the adapters that are kept.");
}
