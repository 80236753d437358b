namespace SwiftDiffusion.Diffusion.Adapters.Naming;

/// <summary>A key of a LoRA's file, taken apart.</summary>
/// <param name="Text">The whole key.</param>
/// <param name="Stem">Names the module that it changes, in one of the spellings of <see cref="AdapterTargets"/>.</param>
/// <param name="Part">What the tensor is.</param>
internal sealed record LoraKey(string Text, string Stem, LoraPart Part)
{
    // An end that closes another end stands after it.
    private static readonly (string End, LoraPart Part)[] Ends =
    [
        // kohya, LyCORIS
        (".lora_down.weight", LoraPart.Down),
        (".lora_up.weight", LoraPart.Up),
        (".lora_mid.weight", LoraPart.Mid),
        (".alpha", LoraPart.Alpha),
        (".dora_scale", LoraPart.Magnitude),
        (".hada_w1_a", LoraPart.Hadamard1A),
        (".hada_w1_b", LoraPart.Hadamard1B),
        (".hada_w2_a", LoraPart.Hadamard2A),
        (".hada_w2_b", LoraPart.Hadamard2B),
        (".hada_t1", LoraPart.Hadamard1Core),
        (".hada_t2", LoraPart.Hadamard2Core),
        (".lokr_w1", LoraPart.Kronecker1),
        (".lokr_w1_a", LoraPart.Kronecker1A),
        (".lokr_w1_b", LoraPart.Kronecker1B),
        (".lokr_w2", LoraPart.Kronecker2),
        (".lokr_w2_a", LoraPart.Kronecker2A),
        (".lokr_w2_b", LoraPart.Kronecker2B),
        (".lokr_t2", LoraPart.Kronecker2Core),
        (".diff", LoraPart.Difference),
        (".diff_b", LoraPart.BiasDifference),
        (".w_norm", LoraPart.Difference),
        (".b_norm", LoraPart.BiasDifference),

        // PEFT, where the adapter may be named
        (".lora_A.weight", LoraPart.Down),
        (".lora_A.default.weight", LoraPart.Down),
        (".lora_A.default_0.weight", LoraPart.Down),
        (".lora_B.weight", LoraPart.Up),
        (".lora_B.default.weight", LoraPart.Up),
        (".lora_B.default_0.weight", LoraPart.Up),
        (".lora_B.bias", LoraPart.UpBias),
        (".lora_B.default.bias", LoraPart.UpBias),
        (".lora_B.default_0.bias", LoraPart.UpBias),
        (".lora_magnitude_vector", LoraPart.OutputMagnitude),
        (".lora_magnitude_vector.weight", LoraPart.OutputMagnitude),
        (".lora_magnitude_vector.default", LoraPart.OutputMagnitude),
        (".lora_magnitude_vector.default.weight", LoraPart.OutputMagnitude),

        // diffusers before PEFT: text encoders, UNets, and attention processors, whose stem ends with "_lora"
        (".lora_linear_layer.down.weight", LoraPart.Down),
        (".lora_linear_layer.up.weight", LoraPart.Up),
        (".lora.down.weight", LoraPart.Down),
        (".lora.up.weight", LoraPart.Up),
        (".down.weight", LoraPart.Down),
        (".up.weight", LoraPart.Up),
    ];

    /// <summary>Whether it changes a bias instead of a weight.</summary>
    public bool IsOfBias => Part is LoraPart.BiasDifference or LoraPart.UpBias;

    /// <summary>Takes a key apart; null where it ends as no family's does.</summary>
    public static LoraKey? TryParse(string key)
    {
        foreach (var (end, part) in Ends)
        {
            if (key.EndsWith(end, StringComparison.Ordinal))
            {
                return new LoraKey(key, key[..^end.Length], part);
            }
        }

        return null;
    }
}
