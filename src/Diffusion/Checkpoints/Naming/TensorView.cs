namespace SwiftDiffusion.Diffusion.Checkpoints.Naming;

/// <summary>Tensors under other names, and where a layout asks for it in another shape: what a network reads, over what a file holds.</summary>
/// <param name="source">The file, borrowed.</param>
internal sealed class TensorView(ITensorSource source) : ITensorSource
{
    private readonly Dictionary<string, TensorInfo> tensors = [];
    private readonly Dictionary<string, Origin> origins = [];
    private readonly List<string> unplaced = [];

    public string Path => source.Path;

    public IReadOnlyDictionary<string, TensorInfo> Tensors => tensors;

    /// <summary>Names in the file that no rule translates.</summary>
    public IReadOnlyList<string> Unplaced => unplaced;

    /// <summary>Everything in <paramref name="source"/> as it is.</summary>
    public static TensorView Of(ITensorSource source)
    {
        var view = new TensorView(source);
        foreach (var tensor in source.Tensors.Values)
        {
            view.Add(tensor.Name, tensor);
        }

        return view;
    }

    /// <summary>The name in the file.</summary>
    public string OriginalName(string name) => origins[name].Tensor.Name;

    /// <summary>Shows a tensor of the file as <paramref name="name"/>.</summary>
    public void Add(string name, TensorInfo tensor) => Add(name, new Origin(tensor), [.. tensor.Shape]);

    /// <summary>Shows one of <paramref name="parts"/> equal runs of rows, as in a projection to query, key and value at once.</summary>
    public void AddRows(string name, TensorInfo tensor, int part, int parts)
    {
        if (tensor.Shape.Count == 0 || tensor.Shape[0] % parts != 0)
        {
            throw new CheckpointException(Path, $"tensor '{tensor.Name}' has shape {tensor.ShapeText}; its rows must be a multiple of {parts}.");
        }

        long[] shape = [tensor.Shape[0] / parts, .. tensor.Shape.Skip(1)];
        Add(name, new Origin(tensor, FirstElement: tensor.Count / parts * part), shape);
    }

    /// <summary>Shows a matrix with rows and columns exchanged.</summary>
    public void AddTransposed(string name, TensorInfo tensor)
    {
        if (tensor.Shape is not [var rows, var columns])
        {
            throw new CheckpointException(Path, $"tensor '{tensor.Name}' has shape {tensor.ShapeText}; it must have two dimensions.");
        }

        Add(name, new Origin(tensor, IsTransposed: true), [columns, rows]);
    }

    /// <summary>Notes a tensor that no rule translates.</summary>
    public void AddUnplaced(TensorInfo tensor) => unplaced.Add(tensor.Name);

    /// <summary>Shows a tensor in another shape of as many elements, in the same order.</summary>
    public void Reshape(string name, IReadOnlyList<long> shape) => tensors[name] = tensors[name] with { Shape = shape };

    public void ReadFloats(string name, Span<float> destination)
    {
        var tensor = this.Require(name);
        if (tensor.Count != destination.Length)
        {
            throw new ArgumentException($"Tensor '{name}' has {tensor.Count} elements, the destination {destination.Length}.");
        }

        var origin = origins[name];
        if (origin.Tensor.Count == tensor.Count && !origin.IsTransposed)
        {
            source.ReadFloats(origin.Tensor.Name, destination);
            return;
        }

        var whole = source.ReadFloats(origin.Tensor.Name);
        if (origin.IsTransposed)
        {
            Transpose(whole, (int)tensor.Shape[0], (int)tensor.Shape[1], destination);
        }
        else
        {
            whole.AsSpan((int)origin.FirstElement, destination.Length).CopyTo(destination);
        }
    }

    private void Add(string name, Origin origin, long[] shape)
    {
        if (!origins.TryAdd(name, origin))
        {
            throw new CheckpointException(Path, $"tensors '{origins[name].Tensor.Name}' and '{origin.Tensor.Name}' are both '{name}'.");
        }

        tensors.Add(name, new TensorInfo(name, origin.Tensor.Type, shape));
    }

    private static void Transpose(ReadOnlySpan<float> values, int rows, int columns, Span<float> destination)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                destination[(row * columns) + column] = values[(column * rows) + row];
            }
        }
    }

    private sealed record Origin(TensorInfo Tensor, long FirstElement = 0, bool IsTransposed = false);
}
