namespace SwiftDiffusion.Diffusion.Checkpoints.Configs;

/// <summary>The block between the way down and the way up.</summary>
/// <param name="Channels">Channels throughout.</param>
/// <param name="Attention">With it: resnet, transformer, resnet. Without: one resnet.</param>
public sealed record MidBlockConfig(int Channels, AttentionConfig? Attention)
{
    /// <summary>The number of resnets: 2 with attention, 1 without.</summary>
    public int Layers => Attention is null ? 1 : 2;
}
