using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Networks;

/// <summary>Text embeddings to the keys and values of every attention that looks at the text: what a prompt costs a UNet or a ControlNet, paid once.</summary>
internal static class TextContext
{
    /// <summary>Name of the input, <c>[batch, text tokens, context width]</c>.</summary>
    public const string Embeddings = "encoder_hidden_states";

    /// <summary>Writes the graph; its outputs are <see cref="CrossAttention.Key"/> and <see cref="CrossAttention.Value"/> of each attention.</summary>
    public static OnnxModel Build(string name, IEnumerable<CrossAttention> attentions)
    {
        var graph = new OnnxGraph($"{name}.text_context");
        var text = graph.Input(Embeddings, "batch", "text_tokens", "context_width");
        foreach (var attention in attentions)
        {
            graph.Output(graph.Linear($"{attention.Module}.to_k", text, attention.ContextWidth, attention.Width, bias: false), attention.Key);
            graph.Output(graph.Linear($"{attention.Module}.to_v", text, attention.ContextWidth, attention.Width, bias: false), attention.Value);
        }

        return graph.Build();
    }
}
