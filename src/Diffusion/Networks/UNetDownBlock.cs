using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Networks;

/// <summary>DownBlock2D or CrossAttnDownBlock2D: residual blocks, each followed by a transformer in the latter, then half the size.</summary>
internal sealed class UNetDownBlock(BlockConfig config, UNetBlocks parts)
{
    private readonly IReadOnlyList<ResnetBlock> resnets = parts.Resnets(config);
    private readonly IReadOnlyList<SpatialTransformer> transformers = parts.Transformers(config.Path, config.Channels, config.Attention);

    /// <summary>The attentions that look at the text.</summary>
    public IEnumerable<CrossAttention> CrossAttentions => transformers.SelectMany(transformer => transformer.CrossAttentions);

    /// <summary>Writes the block and appends what the ascending half needs of it to <paramref name="skips"/>.</summary>
    public Value Write(OnnxGraph graph, Value x, Value time, List<Value> skips)
    {
        for (var j = 0; j < resnets.Count; j++)
        {
            x = resnets[j].Write(graph, x, time);
            x = config.HasAttention ? transformers[j].Write(graph, x) : x;
            skips.Add(x);
        }

        if (config.Resamples)
        {
            x = graph.Conv($"{config.Path}.downsamplers.0.conv", x, config.Channels, config.Channels, stride: 2, padding: parts.DownsamplePadding);
            skips.Add(x);
        }

        return x;
    }
}
