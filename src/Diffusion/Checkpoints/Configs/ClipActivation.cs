namespace SwiftDiffusion.Diffusion.Checkpoints.Configs;

/// <summary>The activation between the two layers of a text encoder's perceptron.</summary>
public enum ClipActivation
{
    /// <summary>x · σ(1.702 x), OpenAI's CLIP.</summary>
    QuickGelu,

    /// <summary>The exact GELU, by the error function: OpenCLIP.</summary>
    Gelu,
}
