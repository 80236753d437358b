namespace SwiftDiffusion.Diffusion.Checkpoints.Inspection;

/// <summary>Reads off the names and shapes of a LoRA what it is and which base models it fits.</summary>
internal static class LoraInspector
{
    // Only SDXL has a second text encoder, added conditions, or more than one layer in a transformer.
    private static readonly string[] XlParts = ["lora_te2_", "text_encoder_2.", "lora_te1_", "label_emb", "add_embedding", "transformer_blocks_1_", "transformer_blocks.1."];

    public static LoraInspection Inspect(ITensorSource source)
    {
        var targets = source.Tensors.Keys.Select(LoraNames.TargetOf).OfType<string>().ToHashSet();
        int[] ranks = [.. source.Tensors.Values.Select(LoraNames.RankOf).OfType<int>()];
        var texts = targets.Count(IsText);
        return new LoraInspection(
            LoraNames.FormatOf(source.Tensors.Keys),
            ranks.Length > 0 ? ranks.Min() : null,
            ranks.Length > 0 ? ranks.Max() : null,
            targets.Count - texts,
            texts);
    }

    /// <summary>Which base models it fits.</summary>
    public static ModelFamily FamilyOf(ITensorSource source)
    {
        if (source.Tensors.Keys.Any(name => XlParts.Any(part => name.Contains(part, StringComparison.Ordinal))))
        {
            return ModelFamily.StableDiffusionXL;
        }

        // What goes into the keys of a cross-attention is as wide as the text; where that is no published width, SD 1 alone projects with convolutions.
        TensorInfo[] inputs = [.. source.Tensors.Values.Where(tensor => LoraNames.ReadsInput(tensor.Name))];
        var text = inputs.FirstOrDefault(tensor => tensor.Name.Contains("attn2", StringComparison.Ordinal) && tensor.Name.Contains("to_k", StringComparison.Ordinal));
        var projection = inputs.FirstOrDefault(tensor => tensor.Name.Contains("proj_in", StringComparison.Ordinal));
        return (text?.Shape, projection?.Shape.Count) switch
        {
            ([_, 768], _) or (_, 4) => ModelFamily.StableDiffusion1,
            ([_, 1024], _) => ModelFamily.StableDiffusion2,
            ([_, 2048], _) => ModelFamily.StableDiffusionXL,
            _ => ModelFamily.Unknown,
        };
    }

    private static bool IsText(string target) => target.StartsWith("lora_te", StringComparison.Ordinal) || target.StartsWith("text_encoder", StringComparison.Ordinal);
}
