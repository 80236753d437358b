using Microsoft.ML.OnnxRuntime;
using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Onnx;

/// <summary>The weights of one network on one device: one copy, in single precision, shared by every graph that uses them.</summary>
/// <remarks>A session reads them in place at every run: writing to <see cref="Values"/> between two runs changes the network, with no new session.</remarks>
internal sealed class WeightStore : IDisposable
{
    private readonly Dictionary<string, NativeTensor<float>> tensors = [];
    private readonly Dictionary<(string Name, string Shape), OrtValue> views = [];
    private readonly ITensorSource source;

    /// <summary>Creates an empty store over a checkpoint, which is borrowed and must outlive it.</summary>
    public WeightStore(ITensorSource source)
    {
        this.source = source;
    }

    /// <summary>The checkpoint: the weights as they were trained.</summary>
    public ITensorSource Source => source;

    /// <summary>Memory of the weights that have been loaded.</summary>
    public long Bytes => tensors.Values.Sum(tensor => (long)tensor.Span.Length * sizeof(float));

    /// <summary>The elements of a weight, in row-major order of the checkpoint's shape.</summary>
    public Span<float> Values(string name) => tensors[name].Span;

    /// <summary>Reads every weight that <paramref name="model"/> needs and that no earlier model needed.</summary>
    /// <exception cref="CheckpointException">A tensor is missing or of another shape.</exception>
    public void Load(OnnxModel model)
    {
        foreach (var weight in model.Weights)
        {
            Load(weight);
        }
    }

    /// <summary>Reads one weight, unless it is there already.</summary>
    /// <exception cref="CheckpointException">The tensor is missing or of another shape.</exception>
    public void Load(WeightSpec weight)
    {
        if (!tensors.ContainsKey(weight.Name))
        {
            CheckShape(weight);
            var tensor = new NativeTensor<float>(weight.Shape);
            tensors.Add(weight.Name, tensor);
            source.ReadFloats(weight.Name, tensor.Span);
        }
    }

    /// <summary>A weight in the shape that a graph sees, owned by the store.</summary>
    public OrtValue View(WeightSpec weight)
    {
        var key = (weight.Name, string.Join(',', weight.ViewedAs));
        if (!views.TryGetValue(key, out var view))
        {
            views.Add(key, view = tensors[weight.Name].View(weight.ViewedAs));
        }

        return view;
    }

    public void Dispose()
    {
        foreach (var view in views.Values)
        {
            view.Dispose();
        }

        foreach (var tensor in tensors.Values)
        {
            tensor.Dispose();
        }

        views.Clear();
        tensors.Clear();
    }

    private void CheckShape(WeightSpec weight)
    {
        var found = source.Require(weight.Name);
        if (!found.Shape.SequenceEqual(weight.Shape))
        {
            throw new CheckpointException(source.Path, $"tensor '{weight.Name}' has shape {found.ShapeText}, the configuration asks for [{string.Join(", ", weight.Shape)}].");
        }
    }
}
