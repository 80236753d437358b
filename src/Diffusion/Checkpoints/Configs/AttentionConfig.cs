namespace SwiftDiffusion.Diffusion.Checkpoints.Configs;

/// <summary>The transformers of one block, one after each of its resnets.</summary>
/// <param name="Heads">Attention heads; divides the block's channels. diffusers calls this <c>attention_head_dim</c>, although it is the number of heads.</param>
/// <param name="CrossAttentionDim">Width of the text embedding that the second attention of each layer reads.</param>
/// <param name="TransformerLayers">Layers of each transformer, one entry per transformer. 0 leaves only norm, proj_in, proj_out and the residual.</param>
/// <param name="OnlyCrossAttention">Whether the first attention of each layer reads the text as well, instead of the picture.</param>
public sealed record AttentionConfig(int Heads, int CrossAttentionDim, IReadOnlyList<int> TransformerLayers, bool OnlyCrossAttention = false);
