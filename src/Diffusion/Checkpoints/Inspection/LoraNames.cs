namespace SwiftDiffusion.Diffusion.Checkpoints.Inspection;

/// <summary>Recognizes the tensors of LoRAs and their relatives by their names' ends.</summary>
internal static class LoraNames
{
    // The part of a tensor's name after its target, and the format that it shows. The first whose end some tensor has names the file.
    private static readonly (string End, string Format)[] Ends =
    [
        (".dora_scale", "DoRA"),
        (".lora_magnitude_vector.weight", "DoRA"),
        (".hada_w1_a", "LoHa"),
        (".lokr_w1", "LoKr"),
        (".lokr_w1_a", "LoKr"),
        (".lora_mid.weight", "LoCon"),
        (".lora_down.weight", "kohya"),
        (".lora_A.weight", "PEFT"),
        ("_lora.down.weight", "diffusers (before 0.22)"),
        (".lora.down.weight", "diffusers"),
        (".lora_linear_layer.down.weight", "diffusers"),
        (".oft_blocks", "OFT"),
        (".diff", "full difference"),
    ];

    private static readonly string[] Down = [".lora_down.weight", ".lora_A.weight", ".down.weight"];
    private static readonly string[] Roots = ["lora_unet_", "lora_te", "lycoris_", "lora_prior_"];

    /// <summary>Whether a tensor is of a LoRA.</summary>
    public static bool IsLora(string name) =>
        Roots.Any(root => name.StartsWith(root, StringComparison.Ordinal)) || Ends.Any(end => end.End != ".diff" && name.EndsWith(end.End, StringComparison.Ordinal));

    /// <summary>The format, by the ends that occur.</summary>
    public static string FormatOf(IEnumerable<string> names)
    {
        string[] all = [.. names];
        var format = Ends.FirstOrDefault(end => all.Any(name => name.EndsWith(end.End, StringComparison.Ordinal))).Format ?? "unknown";

        // Kohya's format over convolutions of 3x3 goes by its own name.
        return format == "kohya" && all.Any(name => name.Contains("conv", StringComparison.Ordinal) || name.Contains("resnets", StringComparison.Ordinal)) ? "LoCon" : format;
    }

    /// <summary>The target that a tensor belongs to: its name without the end. Null for a tensor that is no LoRA's.</summary>
    public static string? TargetOf(string name)
    {
        foreach (var (end, _) in Ends)
        {
            if (name.EndsWith(end, StringComparison.Ordinal))
            {
                return name[..^end.Length];
            }
        }

        return null;
    }

    /// <summary>Whether the last dimensions of a tensor are those of its target's input.</summary>
    public static bool ReadsInput(string name) => IsDown(name) || name.EndsWith(".hada_w1_b", StringComparison.Ordinal) || name.EndsWith(".diff", StringComparison.Ordinal);

    /// <summary>The rank, from the shape of a factor that has it; null for other tensors.</summary>
    public static int? RankOf(TensorInfo tensor) => tensor.Shape switch
    {
        [var rows, ..] when IsDown(tensor.Name) => (int)rows,
        [_, .., var columns] when tensor.Name.EndsWith(".hada_w1_a", StringComparison.Ordinal) || tensor.Name.EndsWith(".lokr_w2_a", StringComparison.Ordinal) => (int)columns,
        _ => null,
    };

    private static bool IsDown(string name) => Down.Any(end => name.EndsWith(end, StringComparison.Ordinal));
}
