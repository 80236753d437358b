using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Networks;

/// <summary>
/// UNet2DConditionModel as two graphs, cut after the middle: the encoder descends and keeps what it saw at each level (the skips), the decoder ascends
/// over them. ControlNets add to the skips and the middle, so they can run beside the encoder and join here, exactly.
/// </summary>
internal sealed class UNet
{
    /// <summary>Name of the encoder's input <c>[batch, in channels, height, width]</c>.</summary>
    public const string Sample = "sample";

    /// <summary>Name of both halves' input <c>[batch or 1, time embedding]</c>: <see cref="TimeEmbedding.Output"/> of this step.</summary>
    public const string Time = "time";

    /// <summary>Name of the middle's output, the decoder's input.</summary>
    public const string Middle = "middle";

    /// <summary>Name of the decoder's output <c>[batch, out channels, height, width]</c>: the prediction.</summary>
    public const string Prediction = "prediction";

    private readonly UNetConfig config;
    private readonly IReadOnlyList<UNetUpBlock> ascent;

    /// <summary>Works out the structure from a configuration.</summary>
    public UNet(UNetConfig config)
    {
        this.config = config;
        Trunk = new UNetTrunk(config.Trunk);
        ascent = [.. config.UpBlocks.Select(block => new UNetUpBlock(block, new UNetBlocks(config.Trunk)))];
    }

    /// <summary>The descending half.</summary>
    public UNetTrunk Trunk { get; }

    /// <summary>Timesteps to time embeddings.</summary>
    public TimeEmbedding TimeEmbedding => Trunk.TimeEmbedding(config.TimeCondProjDim ?? 0);

    /// <summary>The attentions to the text of the descending half.</summary>
    public IEnumerable<CrossAttention> EncoderAttentions => Trunk.CrossAttentions;

    /// <summary>The attentions to the text of the ascending half.</summary>
    public IEnumerable<CrossAttention> DecoderAttentions => ascent.SelectMany(block => block.CrossAttentions);

    /// <summary>The attentions to the text of both halves.</summary>
    public IEnumerable<CrossAttention> CrossAttentions => EncoderAttentions.Concat(DecoderAttentions);

    /// <summary>Name of a skip: an output of the encoder, an input of the decoder.</summary>
    public static string Skip(int index) => $"skip.{index}";

    /// <summary>Writes the encoder: <see cref="Sample"/> to skips and <see cref="Middle"/>.</summary>
    public OnnxModel BuildEncoder()
    {
        var graph = new OnnxGraph("unet.encoder");
        var x = graph.Input(Sample, "batch", $"{config.Trunk.InChannels}", "height", "width");
        var time = graph.Input(Time, "time_rows", $"{config.Trunk.TimeEmbedDim}");
        if (config.CenterInputSample)
        {
            x = graph.Node("center", "Sub", [graph.Node("center", "Mul", [x, graph.Constant(2f)]), graph.Constant(1f)]);
        }

        x = graph.Conv("conv_in", x, config.Trunk.InChannels, config.Trunk.ModelChannels);
        var (skips, middle) = Trunk.Write(graph, x, time);
        for (var k = 0; k < skips.Count; k++)
        {
            graph.Output(skips[k], Skip(k));
        }

        graph.Output(middle, Middle);
        return graph.Build();
    }

    /// <summary>Writes the decoder: skips and <see cref="Middle"/> to <see cref="Prediction"/>.</summary>
    public OnnxModel BuildDecoder()
    {
        var graph = new OnnxGraph("unet.decoder");
        var time = graph.Input(Time, "time_rows", $"{config.Trunk.TimeEmbedDim}");
        var shapes = Trunk.Shapes(batch: 1, height: 1, width: 1);
        var skips = new Stack<Value>();
        for (var k = 0; k < shapes.Count - 1; k++)
        {
            skips.Push(graph.Input(Skip(k), "batch", $"{shapes[k][1]}", $"height.{k}", $"width.{k}"));
        }

        var x = graph.Input(Middle, "batch", $"{shapes[^1][1]}", "height", "width");
        foreach (var block in ascent)
        {
            x = block.Write(graph, x, time, skips);
        }

        x = graph.GroupNorm("conv_norm_out", x, config.Trunk.ModelChannels, config.Trunk.NormGroups, (float)config.Trunk.NormEps);
        x = graph.Conv("conv_out", graph.Silu("conv_act", x), config.Trunk.ModelChannels, config.OutChannels);
        graph.Output(x, Prediction);
        return graph.Build();
    }
}
