using System.Numerics.Tensors;

namespace SwiftDiffusion.Diffusion.Adapters.Deltas;

/// <summary>Δ = factor·(C ⊗ F): LoKr, a coarse matrix each of whose elements scales a copy of a fine one (LyCORIS, arXiv:2309.14859).</summary>
/// <param name="coarse">C, <c>[rows, columns]</c>.</param>
/// <param name="coarseColumns">Its columns.</param>
/// <param name="fine">F, <c>[rows, columns]</c>; a convolution's kernel is part of the columns.</param>
/// <param name="fineRows">Its rows.</param>
/// <param name="factor">α/rank, or 1 where neither has a rank.</param>
internal sealed class KroneckerDelta(float[] coarse, int coarseColumns, float[] fine, int fineRows, float factor) : WeightDelta
{
    public override void AddTo(Span<float> rows, ReadOnlySpan<float> trained, int firstRow, int width, float strength)
    {
        var fineColumns = fine.Length / fineRows;
        for (var row = 0; row < rows.Length / width; row++)
        {
            var (block, within) = Math.DivRem(firstRow + row, fineRows);
            var copy = fine.AsSpan(within * fineColumns, fineColumns);
            for (var column = 0; column < coarseColumns; column++)
            {
                var target = rows.Slice((row * width) + (column * fineColumns), fineColumns);
                TensorPrimitives.MultiplyAdd(copy, strength * factor * coarse[(block * coarseColumns) + column], target, target);
            }
        }
    }
}
