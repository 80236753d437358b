namespace SwiftDiffusion.Diffusion.Adapters.Deltas;

/// <summary>Δ = factor·U·D: LoRA (arXiv:2106.09685), and LoCon over convolutions.</summary>
/// <param name="product">U and D.</param>
/// <param name="factor">α/rank.</param>
internal sealed class LowRankDelta(Product product, float factor) : WeightDelta
{
    public override void AddTo(Span<float> rows, ReadOnlySpan<float> trained, int firstRow, int width, float strength) =>
        product.AddTo(rows, firstRow, strength * factor);
}
