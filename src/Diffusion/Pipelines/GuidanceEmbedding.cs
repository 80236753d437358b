namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>Features of the guidance scale, for models that were distilled to take it as an input: arXiv:2310.04378, section 4.2.</summary>
internal static class GuidanceEmbedding
{
    /// <summary>Sines, then cosines, of 1000·(g − 1) at frequencies from 1 down to 1/10000, both ends included.</summary>
    /// <param name="guidanceScale">g.</param>
    /// <param name="width">How many features; even.</param>
    public static float[] Features(double guidanceScale, int width)
    {
        var (features, half) = (new float[width], width / 2);
        for (var i = 0; i < half; i++)
        {
            var frequency = MathF.Exp(-MathF.Log(10000) / (half - 1) * i);
            var angle = (float)((guidanceScale - 1) * 1000) * frequency;
            (features[i], features[half + i]) = MathF.SinCos(angle);
        }

        return features;
    }
}
