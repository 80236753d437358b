using System.Numerics.Tensors;

namespace SwiftDiffusion.Diffusion.Text;

/// <summary>Makes tokens count for more or less: each token's state is multiplied by its weight, then all by one factor that restores their mean.</summary>
/// <remarks>AUTOMATIC1111's "Original" emphasis, by which published prompts are written. Its scope is one chunk of one text encoder.</remarks>
internal static class Emphasis
{
    /// <summary>Weighs a chunk in place.</summary>
    /// <param name="states">What a text encoder made of the chunk, <c>[tokens, width]</c>.</param>
    /// <param name="weights">One for each token.</param>
    public static void Apply(Span<float> states, ReadOnlySpan<float> weights)
    {
        if (!weights.ContainsAnyExcept(1f))
        {
            return;
        }

        var width = states.Length / weights.Length;
        var mean = Mean(states);
        for (var token = 0; token < weights.Length; token++)
        {
            var state = states.Slice(token * width, width);
            TensorPrimitives.Multiply(state, weights[token], state);
        }

        var restore = (float)(mean / Mean(states));
        if (float.IsFinite(restore))
        {
            TensorPrimitives.Multiply(states, restore, states);
        }
    }

    /// <summary>In double precision: states of both signs all but cancel.</summary>
    private static double Mean(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
