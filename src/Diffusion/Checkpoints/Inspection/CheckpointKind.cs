namespace SwiftDiffusion.Diffusion.Checkpoints.Inspection;

/// <summary>What a file or folder is for.</summary>
public enum CheckpointKind
{
    /// <summary>Nothing that this engine knows.</summary>
    Unknown,

    /// <summary>UNet, VAE and text encoders: what paints.</summary>
    BaseModel,

    /// <summary>Steers a base model by a picture.</summary>
    ControlNet,

    /// <summary>Turns latents into pixels and back; may take the place of a base model's own.</summary>
    Vae,

    /// <summary>Changes a base model's weights by differences of low rank, or relatives of these.</summary>
    Lora,

    /// <summary>Words in the form of learned vectors (textual inversion).</summary>
    Embedding,

    /// <summary>A UNet alone.</summary>
    UNet,

    /// <summary>A text encoder alone.</summary>
    TextEncoder,
}
