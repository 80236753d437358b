using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Networks;

/// <summary>
/// Timesteps, and what else moves the whole network, to the time embedding. One row for each step and image, so every step's embedding
/// is ready before the first step.
/// </summary>
/// <param name="Features">Length of the sinusoidal features of a timestep.</param>
/// <param name="Width">Length of the embedding.</param>
/// <param name="AddedFeatures">Length of SDXL's pooled text and sizes; 0 where there are none.</param>
/// <param name="GuidanceFeatures">Length of the guidance features of latent consistency models; 0 where there are none.</param>
/// <param name="KindFeatures">Length of a union ControlNet's features of which kinds of pictures it gets; 0 where there are none.</param>
internal sealed record TimeEmbedding(int Features, int Width, int AddedFeatures = 0, int GuidanceFeatures = 0, int KindFeatures = 0)
{
    /// <summary>Name of the input <c>[rows, features]</c>, made by <see cref="SinusoidalFeatures"/>.</summary>
    public const string TimeInput = "time_features";

    /// <summary>Name of the input <c>[rows, added features]</c>.</summary>
    public const string AddedInput = "added_features";

    /// <summary>Name of the input <c>[rows, guidance features]</c>.</summary>
    public const string GuidanceInput = "guidance_features";

    /// <summary>Name of the input <c>[rows, kind features]</c>.</summary>
    public const string KindInput = "kind_features";

    /// <summary>Name of the output <c>[rows, width]</c>: the embedding after the SiLU that every block would apply to it.</summary>
    public const string Output = "time_embedding";

    /// <summary>Writes the graph.</summary>
    public OnnxModel Build(string name)
    {
        var graph = new OnnxGraph($"{name}.time_embedding");
        var features = graph.Input(TimeInput, "rows", $"{Features}");
        if (GuidanceFeatures > 0)
        {
            var guidance = graph.Input(GuidanceInput, "rows", $"{GuidanceFeatures}");
            features = graph.Add("time_embedding", features, graph.Linear("time_embedding.cond_proj", guidance, GuidanceFeatures, Features, bias: false));
        }

        var embedding = Mlp(graph, "time_embedding", features, Features);
        if (AddedFeatures > 0)
        {
            var added = graph.Input(AddedInput, "rows", $"{AddedFeatures}");
            embedding = graph.Add("add_embedding", embedding, Mlp(graph, "add_embedding", added, AddedFeatures));
        }

        if (KindFeatures > 0)
        {
            var kinds = graph.Input(KindInput, "rows", $"{KindFeatures}");
            embedding = graph.Add("control_add_embedding", embedding, Mlp(graph, "control_add_embedding", kinds, KindFeatures));
        }

        graph.Output(graph.Silu("nonlinearity", embedding), Output);
        return graph.Build();
    }

    private Value Mlp(OnnxGraph graph, string module, Value x, int inputs)
    {
        var hidden = graph.Silu($"{module}.act", graph.Linear($"{module}.linear_1", x, inputs, Width));
        return graph.Linear($"{module}.linear_2", hidden, Width, Width);
    }
}
