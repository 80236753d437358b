using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Networks;

/// <summary>The descending half of a UNet, down to the middle: the encoder of UNet2DConditionModel, and the body of a ControlNet.</summary>
internal sealed class UNetTrunk(TrunkConfig config)
{
    private readonly UNetBlocks parts = new(config);
    private readonly IReadOnlyList<UNetDownBlock> blocks = [.. config.DownBlocks.Select(block => new UNetDownBlock(block, new UNetBlocks(config)))];

    /// <summary>The attentions that look at the text.</summary>
    public IEnumerable<CrossAttention> CrossAttentions =>
        blocks.SelectMany(block => block.CrossAttentions).Concat(config.Mid is { } mid ? parts.Transformers("mid_block", mid.Channels, mid.Attention).SelectMany(t => t.CrossAttentions) : []);

    /// <summary>Timesteps to time embeddings.</summary>
    public TimeEmbedding TimeEmbedding(int guidanceFeatures = 0) => new(config.ModelChannels, config.TimeEmbedDim, config.TextTime?.InputDim ?? 0, guidanceFeatures);

    /// <summary>Writes blocks and middle.</summary>
    /// <param name="graph">Receives the nodes.</param>
    /// <param name="x">After the first convolution, <c>[batch, channels, height, width]</c>.</param>
    /// <param name="time">The time embedding after its SiLU, <c>[batch or 1, time embedding]</c>.</param>
    /// <returns>Every level's output for the ascending half, in the order they arise, and the middle's.</returns>
    public (IReadOnlyList<Value> Skips, Value Middle) Write(OnnxGraph graph, Value x, Value time)
    {
        var skips = new List<Value> { x };
        foreach (var block in blocks)
        {
            x = block.Write(graph, x, time, skips);
        }

        return (skips, WriteMiddle(graph, x, time));
    }

    /// <summary>Shapes of the skips and, last, of the middle for a sample of this size.</summary>
    public IReadOnlyList<long[]> Shapes(long batch, long height, long width)
    {
        var shapes = new List<long[]> { new[] { batch, config.ModelChannels, height, width } };
        foreach (var block in config.DownBlocks)
        {
            shapes.AddRange(block.ResnetInputs.Select(_ => new[] { batch, block.Channels, height, width }));
            if (block.Resamples)
            {
                // Without padding at the top and left, an odd last row or column is dropped instead of kept.
                (height, width) = ((height + config.DownsamplePadding) / 2, (width + config.DownsamplePadding) / 2);
                shapes.Add([batch, block.Channels, height, width]);
            }
        }

        return [.. shapes, [batch, config.DownBlocks[^1].Channels, height, width]];
    }

    /// <summary>With attention: residual block, transformer, residual block. Without, as in small ControlNets: one residual block.</summary>
    private Value WriteMiddle(OnnxGraph graph, Value x, Value time)
    {
        if (config.Mid is not { } mid)
        {
            return x;
        }

        x = parts.Resnet("mid_block.resnets.0", mid.Channels, mid.Channels).Write(graph, x, time);
        if (mid.Attention is null)
        {
            return x;
        }

        x = parts.Transformers("mid_block", mid.Channels, mid.Attention)[0].Write(graph, x);
        return parts.Resnet("mid_block.resnets.1", mid.Channels, mid.Channels).Write(graph, x, time);
    }
}
