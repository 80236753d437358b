namespace SwiftDiffusion.Diffusion.Checkpoints.Configs;

/// <summary>The lists of a config that have an entry per block of the way down, scalars repeated.</summary>
internal sealed record PerBlockConfig
{
    public required IReadOnlyList<int> Channels { get; init; }

    public required IReadOnlyList<int> Layers { get; init; }

    public required IReadOnlyList<bool> HasAttention { get; init; }

    public required IReadOnlyList<int> Heads { get; init; }

    public required IReadOnlyList<int> CrossAttentionDim { get; init; }

    public required IReadOnlyList<IReadOnlyList<int>> TransformerLayers { get; init; }

    public required IReadOnlyList<bool> OnlyCrossAttention { get; init; }

    public required int NormGroups { get; init; }

    /// <summary>The transformers of block <paramref name="i"/>, whether it has any or not.</summary>
    public AttentionConfig Attention(int i) => new(Heads[i], CrossAttentionDim[i], TransformerLayers[i], OnlyCrossAttention[i]);
}
