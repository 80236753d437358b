using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Networks;

/// <summary>Transformer2DModel: pixels become tokens, pass transformer blocks that also look at the text, and are added back.</summary>
/// <param name="Module">Path, for example <c>down_blocks.0.attentions.1</c>.</param>
/// <param name="Channels">Channels of the pixels, and width of the tokens.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="Depth">Transformer blocks; 0 leaves the two projections alone.</param>
/// <param name="ContextWidth">Width of the text embeddings.</param>
/// <param name="Groups">Of the group normalization.</param>
/// <param name="LinearProjection">Whether the projections are stored as matrices (SD 2, SDXL) or as 1x1 convolutions (SD 1).</param>
/// <param name="OnlyCrossAttention">Whether the first attention of each block looks at the text too.</param>
internal sealed record SpatialTransformer(
    string Module, int Channels, int Heads, int Depth, int ContextWidth, int Groups, bool LinearProjection, bool OnlyCrossAttention)
{
    // Fixed in diffusers' Transformer2DModel, whatever the UNet's norm_eps.
    private const float NormEpsilon = 1e-6f;

    private IEnumerable<TransformerBlock> Blocks => Enumerable.Range(0, Depth)
        .Select(k => new TransformerBlock($"{Module}.transformer_blocks.{k}", Channels, Heads, ContextWidth, OnlyCrossAttention));

    /// <summary>The attentions that look at the text, whose keys and values are made ahead of the step loop.</summary>
    public IEnumerable<CrossAttention> CrossAttentions => Blocks.SelectMany(block => block.CrossAttentions);

    /// <summary>Writes the module; <paramref name="x"/> and the result are <c>[batch, channels, height, width]</c>.</summary>
    public Value Write(OnnxGraph graph, Value x)
    {
        long[]? storedAs = LinearProjection ? null : [Channels, Channels, 1, 1];
        var normalized = graph.GroupNorm($"{Module}.norm", x, Channels, Groups, NormEpsilon);
        var tokens = graph.PixelsToTokens(Module, normalized);
        tokens = graph.Linear($"{Module}.proj_in", tokens, Channels, Channels, storedAs: storedAs);
        foreach (var block in Blocks)
        {
            tokens = block.Write(graph, tokens);
        }

        tokens = graph.Linear($"{Module}.proj_out", tokens, Channels, Channels, storedAs: storedAs);
        return graph.Add(Module, graph.TokensToPixels(Module, tokens, like: x), x);
    }
}
