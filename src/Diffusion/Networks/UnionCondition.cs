using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Networks;

/// <summary>What a union ControlNet adds to a picture's embedding: a small transformer's word on the picture's average and on its kind.</summary>
/// <remarks>
/// In diffusers (ControlNetUnionModel), the transformer gets a token for each picture and a last one for the latents, and its attention runs over the batch instead of the tokens.
/// Rows of a batch have the same pictures here, so that attention over them gives back the values, and the latents' token reaches no other: what is left is the same in every step.
/// </remarks>
internal sealed record UnionCondition(UnionConfig Config)
{
    /// <summary>Name of the input <c>[1, kinds]</c>: 1 at the picture's kind, 0 elsewhere.</summary>
    public const string Kind = "kind";

    /// <summary>Name of the input <c>[1]</c>: how strongly this picture counts among others; 1 where it is the only one.</summary>
    public const string Share = "share";

    private int Channels => Config.TransformerChannels;

    /// <summary>Writes the sum; <paramref name="embedding"/> and the result are <c>[batch, channels, height, width]</c>.</summary>
    public Value Write(OnnxGraph graph, Value embedding)
    {
        const string Projection = "spatial_ch_projs";
        var share = graph.Input(Share, "1");
        var kind = graph.Input(Kind, "1", $"{Config.ControlTypes}");
        var task = graph.Node("task_embedding", "MatMul", [kind, graph.Weight("task_embedding", [Config.ControlTypes, Channels])]);
        var mean = graph.Node("task_embedding", "ReduceMean", [embedding, graph.Constant(2L, 3L)], ("keepdims", 0));
        var token = graph.Node(Share, "Mul", [graph.Add("task_embedding", mean, task), share]); // [batch, channels]
        for (var i = 0; i < Config.TransformerLayers; i++)
        {
            token = WriteLayer(graph, $"transformer_layes.{i}", token);
        }

        var shift = graph.Reshape(Projection, graph.Linear(Projection, token, Channels, Config.ProjectionChannels), 0, 0, 1, 1);
        return graph.Node(Share, "Mul", [graph.Add(Projection, embedding, shift), share]);
    }

    private Value WriteLayer(OnnxGraph graph, string module, Value x)
    {
        var value = Value(graph, $"{module}.attn", graph.LayerNorm($"{module}.ln_1", x, Channels));
        x = graph.Add(module, x, graph.Linear($"{module}.attn.out_proj", value, Channels, Channels));
        var hidden = graph.Linear($"{module}.mlp.c_fc", graph.LayerNorm($"{module}.ln_2", x, Channels), Channels, 4 * Channels);
        return graph.Add(module, x, graph.Linear($"{module}.mlp.c_proj", graph.QuickGelu($"{module}.mlp", hidden), 4 * Channels, Channels));
    }

    /// <summary>The last third of torch's joint projection to query, key and value.</summary>
    private Value Value(OnnxGraph graph, string module, Value x)
    {
        var weights = graph.Nodes($"{module}.in_proj_weight", "", "Split", [graph.Weight($"{module}.in_proj_weight", [3 * Channels, Channels])], 3, ("axis", 0), ("num_outputs", 3));
        var biases = graph.Nodes($"{module}.in_proj_bias", "", "Split", [graph.Weight($"{module}.in_proj_bias", [3 * Channels])], 3, ("axis", 0), ("num_outputs", 3));
        return graph.Add(module, graph.MicrosoftNode(module, "FusedMatMul", [x, weights[2]], ("transB", 1)), biases[2]);
    }
}
