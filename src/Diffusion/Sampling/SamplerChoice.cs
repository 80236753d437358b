namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>The sampler a request asks for. Whatever is null is taken from the model's <c>scheduler_config.json</c>.</summary>
/// <param name="Kind">Which update rule.</param>
/// <param name="Sigmas">How noise levels are spread.</param>
/// <param name="Spacing">Which training timesteps the steps use.</param>
/// <param name="Eta">DDIM's η, the share of fresh noise per step: 0 (none) to 1 (as DDPM).</param>
public sealed record SamplerChoice(SamplerKind? Kind = null, SigmaSchedule? Sigmas = null, TimestepSpacing? Spacing = null, double? Eta = null);
