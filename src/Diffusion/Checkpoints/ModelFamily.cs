namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>Which Stable Diffusion a file belongs to. ControlNets, VAEs and LoRAs fit base models of their own family.</summary>
public enum ModelFamily
{
    /// <summary>It cannot be told, or is another architecture.</summary>
    Unknown,

    /// <summary>Stable Diffusion 1.x: OpenAI's CLIP, text of width 768.</summary>
    StableDiffusion1,

    /// <summary>Stable Diffusion 2.x: OpenCLIP, text of width 1024.</summary>
    StableDiffusion2,

    /// <summary>Stable Diffusion XL: two text encoders, text of width 2048, sizes as conditions.</summary>
    StableDiffusionXL,
}
