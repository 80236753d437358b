using SwiftDiffusion.Diffusion.Onnx;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Worker.Painting;

/// <summary>A worker's settings in the engine's terms.</summary>
internal static class EngineSettings
{
    /// <summary>Translates them.</summary>
    /// <exception cref="FormatException">A device is none.</exception>
    public static EngineOptions Of(WorkerOptions options)
    {
        var engine = new EngineOptions { Devices = [.. options.Devices.Select(DeviceSpec.Parse)], Threads = options.Threads, SplitsGuidance = options.SplitGuidance };
        return engine with { ControlNetMemory = options.ControlNetMemoryBytes ?? engine.ControlNetMemory, LoraMemory = options.LoraMemoryBytes ?? engine.LoraMemory };
    }
}
