using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Networks;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>SDXL's micro-conditioning, arXiv:2307.01952, section 2.2: the pooled text, then sinusoidal features of six sizes.</summary>
internal static class AddedConditions
{
    /// <summary>The features of one image.</summary>
    /// <param name="config">Widths.</param>
    /// <param name="pooled">The text encoder's pooled output.</param>
    /// <param name="sizes">Original height and width, crop's top and left, target height and width.</param>
    public static float[] Features(TextTimeConfig config, ReadOnlySpan<float> pooled, ReadOnlySpan<float> sizes)
    {
        var features = new float[config.InputDim];
        pooled.CopyTo(features);
        for (var i = 0; i < sizes.Length; i++)
        {
            SinusoidalFeatures.Write(sizes[i], features.AsSpan(pooled.Length + (i * config.TimeEmbedDim), config.TimeEmbedDim));
        }

        return features;
    }
}
