using SwiftDiffusion.Diffusion.Adapters.Deltas;

namespace SwiftDiffusion.Diffusion.Adapters.Files;

/// <summary>A change of a weight as a file declares it: its tensors fit each other, and none has been read.</summary>
/// <param name="Shape">Of the weight that it is for; a convolution's inputs and kernel may be one length.</param>
/// <param name="Read">Reads its tensors.</param>
internal sealed record DeclaredDelta(IReadOnlyList<long> Shape, Func<WeightDelta> Read)
{
    /// <summary>The shape as messages print it.</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";

    /// <summary>Whether it can be added to a weight of this shape. A matrix fits a 1x1 convolution and the reverse.</summary>
    public bool Fits(IReadOnlyList<long> weight) =>
        Shape.Count > 0 && weight.Count > 0 && Shape[0] == weight[0] && Columns(Shape) == Columns(weight) && (Shape.Count != weight.Count || Shape.SequenceEqual(weight));

    private static long Columns(IReadOnlyList<long> shape) => shape.Skip(1).Aggregate(1L, (product, length) => product * length);
}
