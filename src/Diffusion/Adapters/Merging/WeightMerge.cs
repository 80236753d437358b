using System.Numerics.Tensors;
using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Adapters.Merging;

/// <summary>W' = W + Σ s·Δ, always from W as it was trained: nothing is ever subtracted, so what is taken out leaves no trace.</summary>
internal static class WeightMerge
{
    // Rows that are worked on at once stay in the second-level cache.
    private const int BlockElements = 128 << 10;

    /// <summary>Computes a weight.</summary>
    /// <param name="source">The base model's network, as it was trained.</param>
    /// <param name="name">The weight.</param>
    /// <param name="contributions">What is added, in order; empty for the weight as it was trained.</param>
    /// <param name="weight">Receives the sum.</param>
    /// <exception cref="ArithmeticException">The sum has elements that are not finite.</exception>
    public static void Write(ITensorSource source, string name, IReadOnlyList<Contribution> contributions, Span<float> weight)
    {
        source.ReadFloats(name, weight);
        if (contributions.Count == 0 || weight.IsEmpty)
        {
            return;
        }

        // Copied only for those few adapters whose change depends on the weight.
        var trained = contributions.Any(contribution => contribution.Delta.NeedsBase) ? weight.ToArray() : [];
        var rows = (int)source.Tensors[name].Shape[0];
        var width = weight.Length / rows;
        var block = contributions.Any(contribution => contribution.Delta.NeedsAllRows) ? rows : Math.Clamp(BlockElements / width, 1, rows);
        for (var first = 0; first < rows; first += block)
        {
            var (start, length) = (first * width, Math.Min(block, rows - first) * width);
            var part = weight.Slice(start, length);
            foreach (var contribution in contributions)
            {
                contribution.Delta.AddTo(part, trained.Length > 0 ? trained.AsSpan(start, length) : [], first, width, contribution.Source.Strength);
            }

            if (!TensorPrimitives.IsFiniteAll<float>(part))
            {
                throw new ArithmeticException($"'{name}' has elements that are not finite after merging.");
            }
        }
    }
}
