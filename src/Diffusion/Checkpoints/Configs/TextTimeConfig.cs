namespace SwiftDiffusion.Diffusion.Checkpoints.Configs;

/// <summary>SDXL's added conditions (<c>addition_embed_type</c> text_time): the pooled text and the sinusoids of a few sizes go through two layers into the time embedding.</summary>
/// <param name="TimeEmbedDim">Width of the sinusoid of one number (<c>addition_time_embed_dim</c>), even; 256 in SDXL.</param>
/// <param name="InputDim">Width of pooled text and sinusoids together (<c>projection_class_embeddings_input_dim</c>); 2816 in SDXL.</param>
public sealed record TextTimeConfig(int TimeEmbedDim, int InputDim)
{
    /// <summary>How many numbers SDXL takes: original height and width, crop top and left, target height and width.</summary>
    public const int TimeIds = 6;

    /// <summary>Width of the pooled text embedding: what the six sinusoids leave of <see cref="InputDim"/>; 1280 in SDXL.</summary>
    public int PooledDim => InputDim - (TimeIds * TimeEmbedDim);
}
