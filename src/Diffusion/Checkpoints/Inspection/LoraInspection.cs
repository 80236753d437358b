namespace SwiftDiffusion.Diffusion.Checkpoints.Inspection;

/// <summary>What a LoRA's file tells without being merged.</summary>
/// <param name="Format">Who wrote it, or what it holds: kohya, PEFT, diffusers, LoCon, LoHa, LoKr, DoRA, OFT, full difference.</param>
/// <param name="MinRank">The lowest rank of a difference; null where differences have none.</param>
/// <param name="MaxRank">The highest rank of a difference; null where differences have none.</param>
/// <param name="UNetTargets">Weights of the UNet that it changes.</param>
/// <param name="TextEncoderTargets">Weights of text encoders that it changes.</param>
public sealed record LoraInspection(string Format, int? MinRank, int? MaxRank, int UNetTargets, int TextEncoderTargets);
