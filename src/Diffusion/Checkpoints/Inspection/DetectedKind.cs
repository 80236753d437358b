namespace SwiftDiffusion.Diffusion.Checkpoints.Inspection;

/// <summary>A kind, and how to call it in a message.</summary>
/// <param name="Kind">The kind; <see cref="CheckpointKind.Unknown"/> too where the thing is known and not supported.</param>
/// <param name="Name">With its article, for example <c>an IP-Adapter</c>.</param>
internal sealed record DetectedKind(CheckpointKind Kind, string Name)
{
    public static DetectedKind Of(CheckpointKind kind) => new(kind, NameOf(kind));

    public static string NameOf(CheckpointKind kind) => kind switch
    {
        CheckpointKind.BaseModel => "a base model",
        CheckpointKind.ControlNet => "a ControlNet",
        CheckpointKind.Vae => "a VAE",
        CheckpointKind.Lora => "a LoRA",
        CheckpointKind.Embedding => "an embedding (textual inversion)",
        CheckpointKind.UNet => "a UNet alone",
        CheckpointKind.TextEncoder => "a text encoder alone",
        _ => "none of the kinds that are known",
    };
}
