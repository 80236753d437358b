namespace SwiftDiffusion.Diffusion.Checkpoints.Inspection;

/// <summary>Tells by the names of its tensors what a file is.</summary>
internal static class TensorKinds
{
    // Checked in this order: a part of some name says it all.
    private static readonly (string Part, string Name)[] Foreign =
    [
        ("lora_controlnet", "a Control-LoRA, which is not supported"),
        ("ip_adapter.", "an IP-Adapter, which is not supported"),
        ("motion_modules.", "an AnimateDiff motion module, which is not supported"),
        ("model.diffusion_model.joint_blocks.", "a Stable Diffusion 3 model, which is not supported"),
        ("joint_transformer_blocks.", "a Stable Diffusion 3 model, which is not supported"),
        ("double_blocks.", "a Flux model, which is not supported"),
        ("single_transformer_blocks.", "a Flux model, which is not supported"),
        ("adapter.body.", "a T2I-Adapter, which is not supported"),
    ];

    private static readonly string[] EmbeddingNames = ["emb_params", "clip_l", "clip_g", "string_to_param"];

    // Of each kind, tensors that it always has.
    private static readonly (string[] Names, CheckpointKind Kind)[] Landmarks =
    [
        (["control_model.input_hint_block.0.weight"], CheckpointKind.ControlNet),
        (["input_hint_block.0.weight"], CheckpointKind.ControlNet),
        (["controlnet_cond_embedding.conv_in.weight"], CheckpointKind.ControlNet),
        (["model.diffusion_model.input_blocks.0.0.weight"], CheckpointKind.BaseModel),
        (["conv_in.weight", "conv_out.weight", "time_embedding.linear_1.weight"], CheckpointKind.UNet),
        (["input_blocks.0.0.weight", "out.2.weight"], CheckpointKind.UNet),
        (["encoder.conv_in.weight", "decoder.conv_in.weight"], CheckpointKind.Vae),
        (["first_stage_model.decoder.conv_in.weight"], CheckpointKind.Vae),
        (["vae.decoder.conv_in.weight"], CheckpointKind.Vae),
        (["text_model.embeddings.token_embedding.weight"], CheckpointKind.TextEncoder),
        (["embeddings.token_embedding.weight"], CheckpointKind.TextEncoder),
        (["token_embedding.weight", "positional_embedding"], CheckpointKind.TextEncoder),
    ];

    public static DetectedKind Of(ITensorSource source)
    {
        var names = source.Tensors;
        foreach (var (part, name) in Foreign)
        {
            if (names.Keys.Any(tensor => tensor.Contains(part, StringComparison.Ordinal)))
            {
                return new DetectedKind(CheckpointKind.Unknown, name);
            }
        }

        if (names.Keys.Any(LoraNames.IsLora))
        {
            return DetectedKind.Of(CheckpointKind.Lora);
        }

        var landmark = Landmarks.FirstOrDefault(landmark => landmark.Names.All(names.ContainsKey));
        return landmark.Names is not null ? DetectedKind.Of(landmark.Kind) : DetectedKind.Of(IsEmbedding(source) ? CheckpointKind.Embedding : CheckpointKind.Unknown);
    }

    /// <exception cref="CheckpointException">The file is of another kind.</exception>
    public static void Expect(ITensorSource source, CheckpointKind needed)
    {
        var found = Of(source);
        if (found.Kind != needed)
        {
            throw new CheckpointException(source.Path, $"{DetectedKind.NameOf(needed)} is needed; this is {found.Name}.");
        }
    }

    /// <summary>Known names, or one or two short lists of vectors under the names of their words.</summary>
    private static bool IsEmbedding(ITensorSource source) =>
        EmbeddingNames.Any(source.Tensors.ContainsKey) ||
        (source.Tensors.Count is 1 or 2 &&
         source.Tensors.Values.All(tensor => tensor.Shape is [> 0] or [> 0 and <= 75, > 0] && !tensor.Name.Contains('.', StringComparison.Ordinal)));
}
