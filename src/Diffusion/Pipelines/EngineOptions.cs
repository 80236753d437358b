using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>How the engine uses the machine.</summary>
public sealed record EngineOptions
{
    /// <summary>
    /// What computes, the first for all that isn't planned elsewhere; see <see cref="DevicePlan"/>. None, the default, is one <c>cpu</c> with <see cref="Threads"/>. Several <c>cpu</c>
    /// are parts of the host: the cores are shared evenly among those that name no number of threads.
    /// </summary>
    public IReadOnlyList<DeviceSpec> Devices { get; init; } = [];

    /// <summary>Threads that one network may use on a single <c>cpu</c> that names no number; 0, the default, is one per physical core.</summary>
    public int Threads { get; init; }

    /// <summary>Whether prompt and negative prompt go through the UNet on two devices at the same time, instead of side by side on one. It takes two devices. The default is false.</summary>
    public bool SplitsGuidance { get; init; }

    /// <summary>Bytes of weights of ControlNets that stay in memory between paintings, the last used ones; those of one request always fit. The default is a quarter of the memory.</summary>
    public long ControlNetMemory { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;

    /// <summary>Bytes of LoRAs that stay in memory between paintings, the last used ones. The default is an eighth of the memory.</summary>
    public long LoraMemory { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8;
}
