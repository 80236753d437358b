using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Networks;

/// <summary>UpBlock2D or CrossAttnUpBlock2D: residual blocks over what came up and a skip, each followed by a transformer in the latter, then twice the size.</summary>
internal sealed class UNetUpBlock(BlockConfig config, UNetBlocks parts)
{
    private readonly IReadOnlyList<ResnetBlock> resnets = parts.Resnets(config);
    private readonly IReadOnlyList<SpatialTransformer> transformers = parts.Transformers(config.Path, config.Channels, config.Attention);

    /// <summary>The attentions that look at the text.</summary>
    public IEnumerable<CrossAttention> CrossAttentions => transformers.SelectMany(transformer => transformer.CrossAttentions);

    /// <summary>Writes the block and takes its skips off <paramref name="skips"/>, one for each residual block.</summary>
    public Value Write(OnnxGraph graph, Value x, Value time, Stack<Value> skips)
    {
        for (var j = 0; j < resnets.Count; j++)
        {
            x = graph.Node($"{config.Path}.{j}", "Concat", [x, skips.Pop()], ("axis", 1));
            x = resnets[j].Write(graph, x, time);
            x = config.HasAttention ? transformers[j].Write(graph, x) : x;
        }

        if (config.Resamples)
        {
            // To the next skip's size rather than to twice this one's, which differ where a size was odd on the way down.
            var upsampler = $"{config.Path}.upsamplers.0";
            x = graph.Conv($"{upsampler}.conv", graph.ResizeNearestLike(upsampler, x, like: skips.Peek()), config.Channels, config.Channels);
        }

        return x;
    }
}
