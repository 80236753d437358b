using SwiftDiffusion.Diffusion.Adapters.Naming;
using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Adapters.Inspection;

/// <summary>Reads off the names and shapes of a LoRA what it is and which base models it fits.</summary>
public static class LoraInspector
{
    // Only SDXL has a second text encoder, added conditions, or more than one layer in a transformer.
    private static readonly string[] XlParts = ["lora_te2_", "text_encoder_2.", "lora_te1_", "label_emb", "add_embedding", "transformer_blocks_1_", "transformer_blocks.1."];
    private static readonly string[] TextRoots = ["lora_te", "text_encoder", "base_model.model.text_"];

    /// <summary>Inspects a LoRA's file.</summary>
    /// <exception cref="CheckpointException">It is missing, or not safetensors.</exception>
    public static LoraInspection Inspect(string path)
    {
        using var file = SafetensorsFile.Open(path);
        var keys = file.Tensors.Keys.Order(StringComparer.Ordinal).ToLookup(key => LoraKey.TryParse(key) is not null);
        LoraKey[] known = [.. keys[true].Select(key => LoraKey.TryParse(key)!)];
        int[] ranks = [.. known.Select(key => RankOf(key.Part, file.Tensors[key.Text].Shape)).OfType<int>()];
        var targets = known.Where(key => key.Part != LoraPart.Alpha).Select(key => key.Stem).ToHashSet();
        var texts = targets.Count(target => TextRoots.Any(root => target.StartsWith(root, StringComparison.Ordinal)));
        return new LoraInspection(FormatOf(known), FamilyOf(file), ranks.Length > 0 ? ranks.Min() : null, ranks.Length > 0 ? ranks.Max() : null, targets.Count - texts, texts)
        {
            UnknownKeys = [.. keys[false]],
        };
    }

    /// <summary>Which base models it fits.</summary>
    internal static ModelFamily FamilyOf(ITensorSource source)
    {
        if (source.Tensors.Keys.Any(name => XlParts.Any(part => name.Contains(part, StringComparison.Ordinal))))
        {
            return ModelFamily.StableDiffusionXL;
        }

        // What goes into the keys of a cross-attention is as wide as the text; where that is no published width, SD 1 alone projects with convolutions.
        var inputs = source.Tensors.Values
            .Where(tensor => LoraKey.TryParse(tensor.Name) is { Part: LoraPart.Down or LoraPart.Hadamard1B or LoraPart.Difference }).ToArray();
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

    /// <summary>The first length of a factor beside the input is the rank in every family that has one.</summary>
    private static int? RankOf(LoraPart part, IReadOnlyList<long> shape) =>
        part is LoraPart.Down or LoraPart.Hadamard1B or LoraPart.Kronecker1B or LoraPart.Kronecker2B && shape is [var rank, ..] ? (int)Math.Min(rank, int.MaxValue) : null;

    private static string FormatOf(IReadOnlyList<LoraKey> keys)
    {
        var parts = keys.Select(key => key.Part).ToHashSet();
        return parts.Overlaps([LoraPart.Magnitude, LoraPart.OutputMagnitude]) ? "DoRA"
            : parts.Contains(LoraPart.Hadamard1A) ? "LoHa"
            : parts.Overlaps([LoraPart.Kronecker1, LoraPart.Kronecker1A]) ? "LoKr"
            : parts.Contains(LoraPart.Mid) ? "LoCon"
            : keys.FirstOrDefault(key => key.Part == LoraPart.Down) is { } down ? SpellingOf(down, keys)
            : parts.Overlaps([LoraPart.Difference, LoraPart.BiasDifference]) ? "full difference" : "unknown";
    }

    /// <summary>Who spells the factors of a plain LoRA so. Kohya's over convolutions goes by a name of its own.</summary>
    private static string SpellingOf(LoraKey down, IReadOnlyList<LoraKey> keys) => down.Text[down.Stem.Length..] switch
    {
        ".lora_down.weight" => keys.Any(key => key.Stem.Contains("conv", StringComparison.Ordinal) || key.Stem.Contains("resnets", StringComparison.Ordinal)) ? "LoCon" : "kohya",
        ".down.weight" => "diffusers (before 0.22)",
        ".lora.down.weight" or ".lora_linear_layer.down.weight" => "diffusers",
        _ => "PEFT",
    };
}
