using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Tests.Adapters;

/// <summary>A network of chosen tensors in memory, with weights that differ from each other.</summary>
internal sealed class FakeNetwork(params (string Name, long[] Shape)[] tensors) : ITensorSource
{
    public string Path => "fake";

    public IReadOnlyDictionary<string, TensorInfo> Tensors { get; } = tensors.ToDictionary(tensor => tensor.Name, tensor => new TensorInfo(tensor.Name, ElementType.F32, tensor.Shape));

    public void ReadFloats(string name, Span<float> destination) => Numbers.Fill(name, destination);
}
