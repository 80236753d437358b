using System.Numerics.Tensors;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>Classifier-free guidance, arXiv:2207.12598, and its rescaling, arXiv:2305.08891, section 3.4.</summary>
/// <param name="Scale">g.</param>
/// <param name="Rescale">φ: how far the result's spread is taken back to that of the conditional prediction, 0 to 1.</param>
internal sealed record Guidance(double Scale, double Rescale)
{
    /// <summary>Writes u + g·(c − u), rescaled, for each image.</summary>
    /// <param name="unconditional">u, <c>[images, ...]</c>.</param>
    /// <param name="conditional">c, of the same shape.</param>
    /// <param name="images">How many.</param>
    /// <param name="guided">Receives the result.</param>
    public void Combine(ReadOnlySpan<float> unconditional, ReadOnlySpan<float> conditional, int images, Span<float> guided)
    {
        for (var i = 0; i < guided.Length; i++)
        {
            guided[i] = unconditional[i] + ((float)Scale * (conditional[i] - unconditional[i]));
        }

        if (Rescale > 0)
        {
            var length = guided.Length / images;
            for (var image = 0; image < images; image++)
            {
                var target = guided.Slice(image * length, length);
                var spread = StandardDeviation(conditional.Slice(image * length, length)) / StandardDeviation(target);
                TensorPrimitives.Multiply(target, (float)((Rescale * spread) + (1 - Rescale)), target);
            }
        }
    }

    /// <summary>With Bessel's correction, as torch's std.</summary>
    private static double StandardDeviation(ReadOnlySpan<float> values)
    {
        double mean = 0, squares = 0;
        foreach (var value in values)
        {
            mean += value;
        }

        mean /= values.Length;
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return Math.Sqrt(squares / (values.Length - 1));
    }
}
