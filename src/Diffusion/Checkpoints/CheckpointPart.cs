namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>One network of a base model: its structure, and tensors that have been held against it.</summary>
/// <param name="Name">The name of its folder in diffusers: <c>unet</c>, <c>vae</c>, <c>text_encoder</c>, <c>text_encoder_2</c>.</param>
/// <param name="Config">The structure.</param>
/// <param name="Tensors">Exactly those that the structure needs, under diffusers' names.</param>
internal sealed record CheckpointPart<T>(string Name, T Config, ITensorSource Tensors)
{
    /// <summary>The folder of a text encoder's vocabulary, null where it is CLIP's own.</summary>
    public string? TokenizerFolder { get; init; }
}
