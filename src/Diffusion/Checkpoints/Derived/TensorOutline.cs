using System.Text.Json.Nodes;
using SwiftDiffusion.Diffusion.Checkpoints.Naming;

namespace SwiftDiffusion.Diffusion.Checkpoints.Derived;

/// <summary>Reads sizes off the tensors of a network whose configuration is not at hand.</summary>
internal sealed class TensorOutline(ITensorSource tensors)
{
    private readonly ModuleSet modules = new(tensors.Tensors.Keys);

    public string Path => tensors.Path;

    public bool Has(string module) => modules.Contains(module);

    public bool HasTensor(string name) => tensors.Tensors.ContainsKey(name);

    /// <summary>How many of <paramref name="prefix"/>0, 1, 2 and so on there are.</summary>
    public int Count(string prefix) => modules.Count(prefix);

    public int Rank(string tensor) => tensors.Require(tensor).Shape.Count;

    /// <summary>Length of a dimension. The last one is -1.</summary>
    public int Length(string tensor, int dimension)
    {
        var info = tensors.Require(tensor);
        var index = dimension < 0 ? info.Shape.Count + dimension : dimension;
        return index >= 0 && index < info.Shape.Count && info.Shape[index] is > 0 and <= int.MaxValue
            ? (int)info.Shape[index]
            : throw new CheckpointException(Path, $"tensor '{tensor}' has shape {info.ShapeText}; the network cannot be derived from it.");
    }

    /// <summary>A JSON list.</summary>
    public static JsonArray List<T>(IEnumerable<T> values) => [.. values.Select(value => JsonValue.Create(value))];
}
