namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>A LoRA and how strongly it acts.</summary>
/// <param name="File">
/// Done when its safetensors file, of any of the families in docs/formats/adapters.md, is at hand, with the file's path; failed where it cannot be had. Until then a request
/// is prepared and begun without it: see <see cref="PaintRequest.Exact"/>.
/// </param>
/// <param name="Scale">Multiplies its change of the UNet. The default is 1.</param>
/// <param name="TextEncoderScale">Multiplies its change of the text encoders. Null, the default, is <paramref name="Scale"/>.</param>
public sealed record LoraUse(Task<string> File, double Scale = 1, double? TextEncoderScale = null)
{
    /// <summary>A LoRA whose file is at hand.</summary>
    /// <param name="path">The file.</param>
    /// <param name="scale">Multiplies its change of the UNet. The default is 1.</param>
    /// <param name="textEncoderScale">Multiplies its change of the text encoders. Null, the default, is <paramref name="scale"/>.</param>
    public LoraUse(string path, double scale = 1, double? textEncoderScale = null)
        : this(Task.FromResult(path), scale, textEncoderScale)
    {
    }
}
