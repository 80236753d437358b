using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Networks;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>What a union ControlNet is told of the kinds of pictures that it gets.</summary>
internal static class UnionKinds
{
    /// <summary>Sinusoidal features of a 1 for each kind that is given and of a 0 for each that is not, side by side.</summary>
    public static float[] Features(ControlNetConfig config, IReadOnlyCollection<int> kinds)
    {
        var (union, trunk) = (config.Union!, config.Trunk);
        var features = new float[union.ControlTypes * union.TimeEmbedDim];
        for (var kind = 0; kind < union.ControlTypes; kind++)
        {
            SinusoidalFeatures.Write(
                kinds.Contains(kind) ? 1 : 0, features.AsSpan(kind * union.TimeEmbedDim, union.TimeEmbedDim), trunk.FlipSinToCos, trunk.FreqShift);
        }

        return features;
    }
}
