using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Networks;

/// <summary>BasicTransformerBlock: attention among the tokens, attention to the text, and a gated feed-forward layer, each added to its input.</summary>
/// <param name="Module">Path, for example <c>mid_block.attentions.0.transformer_blocks.0</c>.</param>
/// <param name="Width">Of the tokens.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="ContextWidth">Width of the text embeddings.</param>
/// <param name="OnlyCrossAttention">Whether the first attention looks at the text too.</param>
internal sealed record TransformerBlock(string Module, int Width, int Heads, int ContextWidth, bool OnlyCrossAttention)
{
    /// <summary>The attentions that look at the text.</summary>
    public IEnumerable<CrossAttention> CrossAttentions
    {
        get
        {
            if (OnlyCrossAttention)
            {
                yield return new CrossAttention($"{Module}.attn1", Width, ContextWidth);
            }

            yield return new CrossAttention($"{Module}.attn2", Width, ContextWidth);
        }
    }

    /// <summary>Writes the block; <paramref name="x"/> and the result are <c>[batch, tokens, width]</c>.</summary>
    public Value Write(OnnxGraph graph, Value x)
    {
        x = graph.Add(Module, x, OnlyCrossAttention ? TextAttention(graph, "attn1", "norm1", x) : SelfAttention(graph, x));
        x = graph.Add(Module, x, TextAttention(graph, "attn2", "norm2", x));
        return graph.Add(Module, x, FeedForward(graph, x));
    }

    private Value SelfAttention(OnnxGraph graph, Value x)
    {
        var attention = $"{Module}.attn1";
        var normalized = graph.LayerNorm($"{Module}.norm1", x, Width);
        var query = graph.Linear($"{attention}.to_q", normalized, Width, Width, bias: false);
        var key = graph.Linear($"{attention}.to_k", normalized, Width, Width, bias: false);
        var value = graph.Linear($"{attention}.to_v", normalized, Width, Width, bias: false);
        return graph.Linear($"{attention}.to_out.0", graph.Attention(attention, query, key, value, Heads), Width, Width);
    }

    private Value TextAttention(OnnxGraph graph, string attentionName, string norm, Value x)
    {
        var attention = new CrossAttention($"{Module}.{attentionName}", Width, ContextWidth);
        var normalized = graph.LayerNorm($"{Module}.{norm}", x, Width);
        var query = graph.Linear($"{attention.Module}.to_q", normalized, Width, Width, bias: false);
        var (key, value) = attention.Inputs(graph);
        return graph.Linear($"{attention.Module}.to_out.0", graph.Attention(attention.Module, query, key, value, Heads), Width, Width);
    }

    /// <summary>GEGLU, arXiv:2002.05202: one half of the projection, gated by the GELU of the other.</summary>
    private Value FeedForward(OnnxGraph graph, Value x)
    {
        var (module, inner) = ($"{Module}.ff.net", 4 * Width);
        var projected = graph.Linear($"{module}.0.proj", graph.LayerNorm($"{Module}.norm3", x, Width), Width, 2 * inner);
        var halves = graph.Nodes($"{module}.0", "", "Split", [projected, graph.Constant(inner, (long)inner)], 2, ("axis", -1)); // value, gate
        var gated = graph.Node($"{module}.0", "Mul", [halves[0], graph.Gelu($"{module}.0", halves[1])]);
        return graph.Linear($"{module}.2", gated, inner, Width);
    }
}
