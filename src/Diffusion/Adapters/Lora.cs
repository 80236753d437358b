using SwiftDiffusion.Diffusion.Adapters.Deltas;

namespace SwiftDiffusion.Diffusion.Adapters;

/// <summary>A LoRA matched to a base model, its tensors in memory.</summary>
/// <param name="Identity">What tells it from others.</param>
/// <param name="Deltas">What it adds to each weight at strength 1.</param>
/// <param name="MatchedModules">Modules that it changes: weight and bias of one count once.</param>
/// <param name="UnmatchedKeys">Keys of its file that fit nothing in the model, in order.</param>
/// <param name="Bytes">Memory that its tensors take.</param>
internal sealed record Lora(
    LoraIdentity Identity, IReadOnlyDictionary<WeightId, WeightDelta> Deltas, int MatchedModules, IReadOnlyList<string> UnmatchedKeys, long Bytes);
