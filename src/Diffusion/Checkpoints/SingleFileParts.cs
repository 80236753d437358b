using SwiftDiffusion.Diffusion.Checkpoints.Naming;

namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>Which networks a single file in LDM's or SGM's layout holds, and under which names.</summary>
internal sealed class SingleFileParts
{
    public const string UNetPrefix = "model.diffusion_model.";

    private static readonly string[] VaePrefixes = ["first_stage_model.", "vae."];

    // SD 1 and 2 in LDM; SDXL, and SD 2 Turbo, in SGM.
    private static readonly (string Prefix, bool IsOpenClip)[] EncoderPrefixes =
    [
        ("cond_stage_model.transformer.", false),
        ("cond_stage_model.model.", true),
        ("conditioner.embedders.0.transformer.", false),
        ("conditioner.embedders.0.model.", true),
        ("conditioner.embedders.1.model.", true),
    ];

    // Within a VAE's or an encoder's prefix: training leaves these behind.
    private static readonly string[] IdlePrefixes = ["first_stage_model.loss.", "first_stage_model.model_ema."];

    private readonly SafetensorsFile file;

    public SingleFileParts(SafetensorsFile file)
    {
        this.file = file;
        HasUNet = Has(UNetPrefix);
        VaePrefix = VaePrefixes.FirstOrDefault(Has);
        Encoders = [.. EncoderPrefixes.Where(encoder => Has(encoder.Prefix))];
    }

    public bool HasUNet { get; }

    /// <summary>What the VAE's names begin with, null where there is none.</summary>
    public string? VaePrefix { get; }

    /// <summary>What each text encoder's names begin with, and which library's names follow.</summary>
    public IReadOnlyList<(string Prefix, bool IsOpenClip)> Encoders { get; }

    /// <summary>Which Stable Diffusion has such text encoders.</summary>
    public ModelFamily Family => Encoders switch
    {
        [_, _, ..] => ModelFamily.StableDiffusionXL,
        [(_, IsOpenClip: true)] when !Has(UNetPrefix + "label_emb.") => ModelFamily.StableDiffusion2,
        [(_, IsOpenClip: false)] => ModelFamily.StableDiffusion1,
        _ => ModelFamily.Unknown,
    };

    /// <summary>The networks that are missing, by diffusers' names.</summary>
    public IReadOnlyList<string> Missing
    {
        get
        {
            (bool Has, string Name)[] parts = [(HasUNet, "unet"), (VaePrefix is not null, "vae"), (Encoders.Count > 0, "text_encoder")];
            return [.. parts.Where(part => !part.Has).Select(part => part.Name)];
        }
    }

    public TensorView UNet() => ModuleMap.View(file, UNetPrefix, OriginalUNetNames.Map);

    public TensorView Vae() => OriginalVae(file, VaePrefix!);

    /// <summary>Shows a VAE in LDM's names.</summary>
    public static TensorView OriginalVae(ITensorSource source, string prefix) =>
        ModuleMap.View(source, prefix, OriginalVaeNames.Map, name => IdlePrefixes.Any(idle => name.StartsWith(idle, StringComparison.Ordinal)));

    public TensorView Encoder(int index)
    {
        var (prefix, isOpenClip) = Encoders[index];

        // Alone, an OpenCLIP encoder is that of SD 2, whose UNet reads the second to last layer.
        return isOpenClip ? ClipNames.OpenClip(file, prefix, penultimate: Encoders.Count == 1) : ClipNames.Transformers(file, prefix);
    }

    private bool Has(string prefix) => file.Tensors.Keys.Any(name => name.StartsWith(prefix, StringComparison.Ordinal));
}
