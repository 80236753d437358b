using SwiftDiffusion.Diffusion.Onnx;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Diffusion.Tests;

/// <summary>The devices that tests run on. <c>SWIFT_PLAN</c> chooses others for whole models, for example <c>cpu:threads=1 cpu:threads=1 split-guidance</c>.</summary>
internal static class TestDevices
{
    private const string SplitGuidance = "split-guidance";

    /// <summary>For single networks; shared by all tests.</summary>
    public static Device Host { get; } = new(DeviceSpec.Cpu);

    /// <summary>For whole models.</summary>
    public static EngineOptions Options { get; } = Read((Environment.GetEnvironmentVariable("SWIFT_PLAN") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static EngineOptions Read(string[] words) => new()
    {
        Devices = [.. words.Where(word => word != SplitGuidance).Select(DeviceSpec.Parse)],
        SplitsGuidance = words.Contains(SplitGuidance),
    };
}
