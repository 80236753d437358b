namespace SwiftDiffusion.Diffusion.Checkpoints.Configs;

/// <summary>What a union ControlNet has on top of a plain one: a small transformer that mixes its conditions, and an embedding of which are given.</summary>
/// <param name="ControlTypes">Kinds of condition it knows: 6, or 8 in ProMax.</param>
/// <param name="TransformerChannels">Width of the transformer.</param>
/// <param name="TransformerHeads">Its heads.</param>
/// <param name="TransformerLayers">Its layers.</param>
/// <param name="ProjectionChannels">Width of the projection that goes back onto the condition embedding.</param>
/// <param name="TimeEmbedDim">Width of the sinusoid of each kind's 0 or 1.</param>
public sealed record UnionConfig(int ControlTypes, int TransformerChannels, int TransformerHeads, int TransformerLayers, int ProjectionChannels, int TimeEmbedDim);
