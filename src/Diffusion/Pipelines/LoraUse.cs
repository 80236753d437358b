namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>A LoRA and how strongly it acts.</summary>
/// <param name="Path">A safetensors file of any of the families in docs/formats/adapters.md.</param>
/// <param name="Scale">Multiplies its change of the UNet. The default is 1.</param>
/// <param name="TextEncoderScale">Multiplies its change of the text encoders. Null, the default, is <paramref name="Scale"/>.</param>
public sealed record LoraUse(string Path, double Scale = 1, double? TextEncoderScale = null);
