using SwiftDiffusion.Diffusion.Checkpoints.Configs;

namespace SwiftDiffusion.Diffusion.Networks;

/// <summary>Makes the parts of a UNet's blocks, with what its configuration says of all of them.</summary>
internal sealed class UNetBlocks(TrunkConfig config)
{
    /// <summary>Zeros around a halving convolution: one on each side, or at the right and bottom alone.</summary>
    public long[] DownsamplePadding { get; } = config.DownsamplePadding == 1 ? [1, 1, 1, 1] : [0, 0, 1, 1];

    /// <summary>A residual block.</summary>
    public ResnetBlock Resnet(string module, int inputs, int outputs) => new(module, inputs, outputs, config.NormGroups, (float)config.NormEps, config.TimeEmbedDim);

    /// <summary>The residual blocks of one level.</summary>
    public IReadOnlyList<ResnetBlock> Resnets(BlockConfig block) =>
        [.. block.ResnetInputs.Select((inputs, j) => Resnet($"{block.Path}.resnets.{j}", inputs, block.Channels))];

    /// <summary>The transformers of one level; none where it has no attention.</summary>
    public IReadOnlyList<SpatialTransformer> Transformers(string path, int channels, AttentionConfig? attention) =>
        attention is null
            ? []
            : [.. attention.TransformerLayers.Select((depth, j) => new SpatialTransformer(
                $"{path}.attentions.{j}",
                channels,
                attention.Heads,
                depth,
                attention.CrossAttentionDim,
                config.NormGroups,
                config.UseLinearProjection,
                attention.OnlyCrossAttention))];
}
