using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Networks;

/// <summary>CLIP's text encoder (arXiv:2103.00020): a causal transformer. Tokens come in as embeddings, so that learned ones need no vocabulary of their own.</summary>
internal static class ClipTextEncoder
{
    /// <summary>Name of the input <c>[batch, tokens, width]</c>: rows of the token embedding, without positions.</summary>
    public const string TokenEmbeddings = "token_embeddings";

    /// <summary>Name of the input <c>[batch, 1]</c>: where the end of each text stands. Only encoders with a projection have it.</summary>
    public const string EndOfText = "end_of_text";

    /// <summary>Name of the output <c>[batch, projection width]</c>. Only encoders with a projection have it.</summary>
    public const string Pooled = "text_embeds";

    /// <summary>Name of the token embedding's weight, <c>[vocabulary, width]</c>.</summary>
    public const string Vocabulary = "text_model.embeddings.token_embedding.weight";

    /// <summary>Name of the projection's weight, <c>[projection width, width]</c>; encoders without a pooled output have none.</summary>
    public const string Projection = "text_projection";

    /// <summary>Name of an output <c>[batch, tokens, width]</c>: what leaves layer <paramref name="layer"/>, or enters the first for 0, as it is.</summary>
    public static string HiddenState(int layer) => $"hidden_states.{layer}";

    /// <summary>Name of an output <c>[batch, tokens, width]</c>: <see cref="HiddenState"/> after the final normalization.</summary>
    public static string NormalizedState(int layer) => $"normalized_states.{layer}";

    /// <summary>Writes the graph.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="config">The encoder's structure.</param>
    /// <param name="pooledWidth">Length of the pooled output; 0 for an encoder without a projection.</param>
    public static OnnxModel Build(string name, ClipTextConfig config, int pooledWidth)
    {
        var graph = new OnnxGraph(name);
        var (tokens, width) = ($"{config.MaxPositions}", config.HiddenSize);
        var positions = graph.Weight("text_model.embeddings.position_embedding.weight", [config.MaxPositions, width]);
        var h = graph.Add("text_model.embeddings.position_embedding", graph.Input(TokenEmbeddings, "batch", tokens, $"{width}"), positions);
        for (var layer = 0; layer <= config.Layers; layer++)
        {
            h = layer == 0 ? h : Layer(graph, $"text_model.encoder.layers.{layer - 1}", h, config);
            graph.Output(h, HiddenState(layer));
            var normalized = graph.LayerNorm("text_model.final_layer_norm", h, width, (float)config.LayerNormEps);
            graph.Output(normalized, NormalizedState(layer));
            if (pooledWidth > 0 && layer == config.Layers)
            {
                graph.Output(Project(graph, normalized, width, pooledWidth), Pooled);
            }
        }

        return graph.Build();
    }

    private static Value Layer(OnnxGraph graph, string module, Value x, ClipTextConfig config)
    {
        x = graph.Add(module, x, SelfAttention(graph, module, x, config));
        var normalized = graph.LayerNorm($"{module}.layer_norm2", x, config.HiddenSize, (float)config.LayerNormEps);
        var hidden = graph.Linear($"{module}.mlp.fc1", normalized, config.HiddenSize, config.IntermediateSize);
        hidden = config.Activation == ClipActivation.QuickGelu ? graph.QuickGelu($"{module}.mlp", hidden) : graph.Gelu($"{module}.mlp", hidden);
        return graph.Add(module, x, graph.Linear($"{module}.mlp.fc2", hidden, config.IntermediateSize, config.HiddenSize));
    }

    private static Value SelfAttention(OnnxGraph graph, string module, Value x, ClipTextConfig config)
    {
        var (attention, width) = ($"{module}.self_attn", config.HiddenSize);
        var normalized = graph.LayerNorm($"{module}.layer_norm1", x, width, (float)config.LayerNormEps);
        var query = graph.Linear($"{attention}.q_proj", normalized, width, width);
        var key = graph.Linear($"{attention}.k_proj", normalized, width, width);
        var value = graph.Linear($"{attention}.v_proj", normalized, width, width);
        return graph.Linear($"{attention}.out_proj", graph.Attention(attention, query, key, value, config.Heads, causal: true), width, width);
    }

    private static Value Project(OnnxGraph graph, Value normalized, int width, int projection)
    {
        var end = graph.IntegerInput(EndOfText, "batch", "1");
        var pooled = graph.Node("text_model.pooled", "GatherND", [normalized, end], ("batch_dims", 1)); // [batch, width]
        return graph.Linear(Projection, pooled, width, projection, bias: false);
    }
}
