namespace SwiftDiffusion.Diffusion.Adapters;

/// <summary>A weight of a base model.</summary>
/// <param name="Network">The network's folder in diffusers: <c>unet</c>, <c>text_encoder</c>, <c>text_encoder_2</c>.</param>
/// <param name="Name">The tensor's name in the network, for example <c>conv_in.weight</c>.</param>
internal readonly record struct WeightId(string Network, string Name);
