using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Networks;

/// <summary>
/// An attention to the text. Its keys and values depend on the text alone, so they are computed once per prompt, by <see cref="TextContext"/>,
/// and the network takes them as inputs.
/// </summary>
/// <param name="Module">Path, for example <c>mid_block.attentions.0.transformer_blocks.0.attn2</c>.</param>
/// <param name="Width">Of keys and values.</param>
/// <param name="ContextWidth">Width of the text embeddings.</param>
internal sealed record CrossAttention(string Module, int Width, int ContextWidth)
{
    /// <summary>Name of the keys, <c>[batch, text tokens, width]</c>.</summary>
    public string Key => $"{Module}.key";

    /// <summary>Name of the values, <c>[batch, text tokens, width]</c>.</summary>
    public string Value => $"{Module}.value";

    /// <summary>Declares keys and values as inputs of a network.</summary>
    public (Value Key, Value Value) Inputs(OnnxGraph graph) =>
        (graph.Input(Key, "batch", "text_tokens", $"{Width}"), graph.Input(Value, "batch", "text_tokens", $"{Width}"));
}
