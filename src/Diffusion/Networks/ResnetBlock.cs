using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Networks;

/// <summary>ResnetBlock2D: two convolutions around a shortcut, moved by the time embedding where there is one.</summary>
/// <param name="Module">Path of the block, for example <c>down_blocks.0.resnets.1</c>.</param>
/// <param name="Inputs">Channels in.</param>
/// <param name="Outputs">Channels out; where they differ, the shortcut is a 1x1 convolution.</param>
/// <param name="Groups">Of the group normalizations.</param>
/// <param name="Epsilon">Of the group normalizations.</param>
/// <param name="TimeEmbedding">Length of the time embedding; 0 in a VAE, which has none.</param>
internal sealed record ResnetBlock(string Module, int Inputs, int Outputs, int Groups, float Epsilon, int TimeEmbedding = 0)
{
    /// <summary>Writes the block.</summary>
    /// <param name="graph">Receives the nodes.</param>
    /// <param name="x"><c>[batch, inputs, height, width]</c>.</param>
    /// <param name="time">The time embedding after its SiLU, <c>[batch or 1, time embedding]</c>.</param>
    public Value Write(OnnxGraph graph, Value x, Value time = default)
    {
        var h = graph.GroupNorm($"{Module}.norm1", x, Inputs, Groups, Epsilon);
        h = graph.Conv($"{Module}.conv1", graph.Silu($"{Module}.nonlinearity", h), Inputs, Outputs);
        if (TimeEmbedding > 0)
        {
            var shift = graph.Linear($"{Module}.time_emb_proj", time, TimeEmbedding, Outputs);
            h = graph.Add(Module, h, graph.Reshape($"{Module}.time_emb_proj", shift, 0, Outputs, 1, 1));
        }

        h = graph.GroupNorm($"{Module}.norm2", h, Outputs, Groups, Epsilon);
        h = graph.Conv($"{Module}.conv2", graph.Silu($"{Module}.nonlinearity", h), Outputs, Outputs);
        var shortcut = Inputs == Outputs ? x : graph.Conv($"{Module}.conv_shortcut", x, Inputs, Outputs, kernel: 1);
        return graph.Add(Module, shortcut, h);
    }
}
