using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Adapters.Inspection;

/// <summary>What a LoRA's file tells without being merged.</summary>
/// <param name="Format">Who wrote it, or what it holds: kohya, PEFT, diffusers, LoCon, LoHa, LoKr, DoRA, full difference; <c>unknown</c> where no key is of any of them.</param>
/// <param name="Family">The base models that it fits.</param>
/// <param name="MinRank">The lowest rank of a difference; null where differences have none.</param>
/// <param name="MaxRank">The highest rank of a difference; null where differences have none.</param>
/// <param name="UNetTargets">Modules of the UNet that it changes.</param>
/// <param name="TextEncoderTargets">Modules of text encoders that it changes.</param>
public sealed record LoraInspection(string Format, ModelFamily Family, int? MinRank, int? MaxRank, int UNetTargets, int TextEncoderTargets)
{
    /// <summary>Keys that are of no family that is known, in order: they would change nothing.</summary>
    public IReadOnlyList<string> UnknownKeys { get; init; } = [];
}
