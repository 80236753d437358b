using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Networks;

/// <summary>The middle of a VAE's encoder or decoder: attention of one head among all pixels, between two residual blocks.</summary>
internal sealed record VaeMidBlock(string Module, int Channels, VaeConfig Config)
{
    /// <summary>Of every normalization in a VAE, fixed in diffusers' AutoencoderKL.</summary>
    public const float NormEpsilon = 1e-6f;

    /// <summary>Writes the block; <paramref name="x"/> and the result are <c>[batch, channels, height, width]</c>.</summary>
    public Value Write(OnnxGraph graph, Value x)
    {
        x = new ResnetBlock($"{Module}.resnets.0", Channels, Channels, Config.NormGroups, NormEpsilon).Write(graph, x);
        x = Config.MidBlockAddAttention ? Attention(graph, x) : x;
        return new ResnetBlock($"{Module}.resnets.1", Channels, Channels, Config.NormGroups, NormEpsilon).Write(graph, x);
    }

    private Value Attention(OnnxGraph graph, Value x)
    {
        var module = $"{Module}.attentions.0";
        var normalized = graph.GroupNorm($"{module}.group_norm", x, Channels, Config.NormGroups, NormEpsilon);
        var tokens = graph.PixelsToTokens(module, normalized); // [batch, height·width, channels]
        var query = graph.Linear($"{module}.to_q", tokens, Channels, Channels);
        var key = graph.Linear($"{module}.to_k", tokens, Channels, Channels);
        var value = graph.Linear($"{module}.to_v", tokens, Channels, Channels);
        var attended = graph.Linear($"{module}.to_out.0", graph.Attention(module, query, key, value, heads: 1), Channels, Channels);
        return graph.Add(module, graph.TokensToPixels(module, attended, like: x), x);
    }
}
