using SwiftDiffusion.Diffusion.Adapters.Deltas;

namespace SwiftDiffusion.Diffusion.Adapters.Merging;

/// <summary>What one LoRA adds to one weight.</summary>
/// <param name="Source">The LoRA and its strength.</param>
/// <param name="Delta">The change at strength 1.</param>
internal sealed record Contribution(ContributionSource Source, WeightDelta Delta);

/// <summary>Tells whether what is in a weight is what is wanted: equal sources in the same order add the same.</summary>
/// <param name="Lora">The LoRA.</param>
/// <param name="Strength">What its change is multiplied by.</param>
internal sealed record ContributionSource(LoraIdentity Lora, float Strength);
