namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>How a LoRA went into the model.</summary>
/// <param name="Use">What was asked for.</param>
/// <param name="Step">The first step that it acted in, from 0.</param>
/// <param name="MatchedModules">Modules of the model that it changed.</param>
/// <param name="UnmatchedKeys">Keys of its file that fit nothing in the model.</param>
public sealed record LoraReport(LoraUse Use, int Step, int MatchedModules, IReadOnlyList<string> UnmatchedKeys);
