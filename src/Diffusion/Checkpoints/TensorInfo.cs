namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>What a checkpoint says of one tensor.</summary>
/// <param name="Name">The name in the file, for example <c>conv_in.weight</c>.</param>
/// <param name="Type">How its elements are stored.</param>
/// <param name="Shape">Its dimensions, outermost first; empty for a scalar.</param>
public sealed record TensorInfo(string Name, ElementType Type, IReadOnlyList<long> Shape)
{
    /// <summary>The number of elements: the product of <see cref="Shape"/>, 1 for a scalar.</summary>
    public long Count => Shape.Aggregate(1L, (product, length) => product * length);

    /// <summary>The shape as messages print it, for example <c>[320, 4, 3, 3]</c>.</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";
}
