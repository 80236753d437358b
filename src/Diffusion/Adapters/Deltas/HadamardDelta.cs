using System.Buffers;
using System.Numerics.Tensors;

namespace SwiftDiffusion.Diffusion.Adapters.Deltas;

/// <summary>Δ = factor·(U₁·D₁) ∘ (U₂·D₂): LoHa (FedPara, arXiv:2108.06098).</summary>
/// <param name="first">U₁ and D₁.</param>
/// <param name="second">U₂ and D₂.</param>
/// <param name="factor">α/rank.</param>
internal sealed class HadamardDelta(Product first, Product second, float factor) : WeightDelta
{
    public override void AddTo(Span<float> rows, ReadOnlySpan<float> trained, int firstRow, int width, float strength)
    {
        var (one, other) = (ArrayPool<float>.Shared.Rent(rows.Length), ArrayPool<float>.Shared.Rent(rows.Length));
        try
        {
            var a = one.AsSpan(0, rows.Length);
            var b = other.AsSpan(0, rows.Length);
            first.Rows(a, firstRow, strength * factor);
            second.Rows(b, firstRow, factor: 1);
            TensorPrimitives.MultiplyAdd(a, b, rows, rows);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(one);
            ArrayPool<float>.Shared.Return(other);
        }
    }
}
