using System.Runtime.InteropServices;
using SwiftDiffusion.Diffusion.Tests.Checkpoints;

namespace SwiftDiffusion.Diffusion.Tests.Adapters;

/// <summary>Writes a LoRA's file tensor by tensor, and keeps the tensors to compute with.</summary>
internal sealed class LoraWriter
{
    private readonly List<(string Name, long[] Shape, byte[] Data)> tensors = [];

    public Dictionary<string, string> Metadata { get; } = [];

    /// <summary>Adds a tensor of numbers that depend on its name, and hands them back.</summary>
    public float[] Add(string name, params long[] shape) => AddValues(name, Numbers.Of(name, shape.Aggregate(1L, (product, length) => product * length)), shape);

    public float[] AddValues(string name, float[] values, params long[] shape)
    {
        tensors.Add((name, shape, MemoryMarshal.AsBytes<float>(values).ToArray()));
        return values;
    }

    public string Write(TemporaryFolder folder, string name = "lora.safetensors")
    {
        var path = folder.PathOf(name);
        SafetensorsBytes.Write(path, Metadata, tensors);
        return path;
    }
}
