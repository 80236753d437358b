namespace SwiftDiffusion.Diffusion.Checkpoints.Inspection;

/// <summary>Tells the tensors of LoRAs and their relatives from those of other files, supported or not. What they mean is known to Adapters.</summary>
internal static class LoraNames
{
    private static readonly string[] Roots = ["lora_unet_", "lora_te", "lycoris_", "lora_prior_"];

    private static readonly string[] Ends =
    [
        ".dora_scale", ".lora_magnitude_vector.weight", ".hada_w1_a", ".lokr_w1", ".lokr_w1_a", ".lora_mid.weight", ".lora_down.weight", ".lora_A.weight",
        "_lora.down.weight", ".lora.down.weight", ".lora_linear_layer.down.weight", ".oft_blocks",
    ];

    /// <summary>Whether a tensor is of a LoRA.</summary>
    public static bool IsLora(string name) =>
        Roots.Any(root => name.StartsWith(root, StringComparison.Ordinal)) || Ends.Any(end => name.EndsWith(end, StringComparison.Ordinal));
}
