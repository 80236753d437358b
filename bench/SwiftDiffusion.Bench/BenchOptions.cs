using SwiftDiffusion.Bench.Models;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Bench;

/// <summary>What every measurement takes.</summary>
/// <param name="Family">Whose shapes.</param>
/// <param name="Rounds">How often pieces are timed, in turn.</param>
/// <param name="Steps">Of a painting.</param>
/// <param name="Threads">Of the networks; 0 for one per core.</param>
/// <param name="Cache">Where random models are kept.</param>
/// <param name="Devices">Where models run; none for one <c>cpu</c>.</param>
/// <param name="Size">Of pictures, in pixels.</param>
/// <param name="Postcards">Folder of the model that ships.</param>
/// <param name="Json">Where to write the figures; null for nowhere.</param>
internal sealed record BenchOptions(
    ModelFamily Family, int Rounds, int Steps, int Threads, string Cache, IReadOnlyList<DeviceSpec> Devices, int Size, string Postcards, FileInfo? Json)
{
    /// <summary>A part of the model that ships.</summary>
    public string PostcardsPath(string part) => Path.GetFullPath(Path.Combine(Postcards, part));

    /// <summary>The host's cores, for networks that are measured by themselves. The caller disposes it.</summary>
    public Device OpenDevice() => new(DeviceSpec.Cpu with { Threads = Threads });
}
