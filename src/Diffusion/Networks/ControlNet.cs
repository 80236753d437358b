using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Networks;

/// <summary>ControlNetModel (arXiv:2302.05543): a second trunk that also sees a picture, and adds to the UNet's skips and middle.</summary>
/// <remarks>Two graphs: the picture's embedding stays the same over the steps, so it is computed once.</remarks>
internal sealed class ControlNet(ControlNetConfig config)
{
    /// <summary>Name of the embedding's input <c>[batch, 3, 8·height, 8·width]</c>: the picture, 0 to 1.</summary>
    public const string Picture = "picture";

    /// <summary>Name of the embedding's output and the body's input, <c>[batch, channels, height, width]</c>.</summary>
    public const string Hint = "hint";

    /// <summary>Name of the body's input <c>[skips + 1]</c>: what each residual is multiplied by, the middle's last.</summary>
    public const string Scales = "scales";

    private const string Embedding = "controlnet_cond_embedding";

    /// <summary>The descending half.</summary>
    public UNetTrunk Trunk { get; } = new(config.Trunk);

    /// <summary>Timesteps, and in a union the kinds of its pictures, to time embeddings.</summary>
    public TimeEmbedding TimeEmbedding => Trunk.TimeEmbedding() with { KindFeatures = config.Union is { } union ? union.ControlTypes * union.TimeEmbedDim : 0 };

    /// <summary>Name of an output of the body: what is added to a skip, or for the index after the last, to the middle.</summary>
    public static string Residual(int index) => $"residual.{index}";

    /// <summary>Writes the embedding of a picture. A union adds those of several pictures, each of which has a graph input for its kind and its share: see <see cref="UnionCondition"/>.</summary>
    public OnnxModel BuildHint()
    {
        var graph = new OnnxGraph("controlnet.hint");
        var widths = config.ConditioningWidths;
        var h = graph.Input(Picture, "batch", $"{config.ConditioningChannels}", "height", "width");
        h = graph.Silu(Embedding, graph.Conv($"{Embedding}.conv_in", h, config.ConditioningChannels, widths[0]));
        for (var i = 0; i < widths.Count - 1; i++)
        {
            var block = $"{Embedding}.blocks";
            h = graph.Silu(Embedding, graph.Conv($"{block}.{2 * i}", h, widths[i], widths[i]));
            h = graph.Silu(Embedding, graph.Conv($"{block}.{(2 * i) + 1}", h, widths[i], widths[i + 1], stride: 2));
        }

        h = graph.Conv($"{Embedding}.conv_out", h, widths[^1], config.Trunk.ModelChannels);
        graph.Output(config.Union is { } union ? new UnionCondition(union).Write(graph, h) : h, Hint);
        return graph.Build();
    }

    /// <summary>Writes the body: <see cref="UNet.Sample"/> and <see cref="Hint"/> to residuals.</summary>
    public OnnxModel BuildBody()
    {
        var graph = new OnnxGraph("controlnet.body");
        var channels = config.Trunk.ModelChannels;
        var sample = graph.Input(UNet.Sample, "batch", $"{config.Trunk.InChannels}", "height", "width");
        var time = graph.Input(UNet.Time, "time_rows", $"{config.Trunk.TimeEmbedDim}");
        var hint = graph.Input(Hint, "batch", $"{channels}", "height", "width");
        var x = graph.Add(Hint, graph.Conv("conv_in", sample, config.Trunk.InChannels, channels), hint);
        var (skips, middle) = Trunk.Write(graph, x, time);
        var scales = graph.Nodes(Scales, "", "Split", [graph.Input(Scales, $"{skips.Count + 1}")], skips.Count + 1, ("num_outputs", skips.Count + 1));
        for (var k = 0; k < skips.Count; k++)
        {
            WriteResidual(graph, $"controlnet_down_blocks.{k}", skips[k], config.Trunk.SkipChannels[k], scales[k], Residual(k));
        }

        WriteResidual(graph, "controlnet_mid_block", middle, config.Trunk.DownBlocks[^1].Channels, scales[^1], Residual(skips.Count));
        return graph.Build();
    }

    private void WriteResidual(OnnxGraph graph, string module, Value x, int channels, Value scale, string output)
    {
        var residual = graph.Conv(module, x, channels, channels, kernel: 1);
        if (config.GlobalPool)
        {
            var mean = graph.Node(module, "ReduceMean", [residual, graph.Constant(2L, 3L)], ("keepdims", 1));
            residual = graph.Node(module, "Expand", [mean, graph.Node(module, "Shape", [x])]);
        }

        graph.Output(graph.Node(module, "Mul", [residual, scale]), output);
    }
}
