using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Tests.Onnx;

/// <summary>A checkpoint in memory: every tensor filled with one value.</summary>
internal sealed class MemoryTensors(float value, params (string Name, long[] Shape)[] tensors) : ITensorSource
{
    public string Path => "memory";

    public IReadOnlyDictionary<string, TensorInfo> Tensors { get; } = tensors.ToDictionary(tensor => tensor.Name, tensor => new TensorInfo(tensor.Name, ElementType.F32, tensor.Shape));

    public void ReadFloats(string name, Span<float> destination) => destination.Fill(value);
}
