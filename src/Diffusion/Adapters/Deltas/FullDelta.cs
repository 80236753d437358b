using System.Numerics.Tensors;

namespace SwiftDiffusion.Diffusion.Adapters.Deltas;

/// <summary>Δ as it is: a difference of two models, or of a bias.</summary>
/// <param name="difference">As many elements as the weight.</param>
/// <param name="factor">1, or what scales a bias with its product.</param>
internal sealed class FullDelta(float[] difference, float factor = 1) : WeightDelta
{
    public override void AddTo(Span<float> rows, ReadOnlySpan<float> trained, int firstRow, int width, float strength) =>
        TensorPrimitives.MultiplyAdd(difference.AsSpan(firstRow * width, rows.Length), strength * factor, rows, rows);
}
