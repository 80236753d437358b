namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>Named tensors of one network: a safetensors file, a set of shards, or a view of either under other names.</summary>
public interface ITensorSource
{
    /// <summary>Where the tensors come from, for messages: a file or a folder.</summary>
    string Path { get; }

    /// <summary>Every tensor by name. Reading it loads no weights.</summary>
    IReadOnlyDictionary<string, TensorInfo> Tensors { get; }

    /// <summary>Reads a tensor as single precision, whatever type it is stored in.</summary>
    /// <param name="name">A key of <see cref="Tensors"/>.</param>
    /// <param name="destination">Receives the elements in row-major order; exactly <see cref="TensorInfo.Count"/> long.</param>
    /// <exception cref="CheckpointException">There is no tensor of that name.</exception>
    void ReadFloats(string name, Span<float> destination);
}

/// <summary>Conveniences over <see cref="ITensorSource"/>.</summary>
internal static class TensorSourceExtensions
{
    /// <summary>The tensor's description, or one clear error.</summary>
    public static TensorInfo Require(this ITensorSource source, string name) =>
        source.Tensors.TryGetValue(name, out var tensor) ? tensor : throw new CheckpointException(source.Path, $"tensor '{name}' is missing.");

    /// <summary>Reads a tensor into a new array.</summary>
    public static float[] ReadFloats(this ITensorSource source, string name)
    {
        var values = new float[source.Require(name).Count];
        source.ReadFloats(name, values);
        return values;
    }
}
