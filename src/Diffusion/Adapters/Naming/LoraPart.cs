namespace SwiftDiffusion.Diffusion.Adapters.Naming;

/// <summary>What a tensor of a LoRA's file is to the weight that it changes.</summary>
internal enum LoraPart
{
    /// <summary>The factor beside the input: <c>lora_down</c>, <c>lora_A</c>.</summary>
    Down,

    /// <summary>The factor beside the output: <c>lora_up</c>, <c>lora_B</c>.</summary>
    Up,

    /// <summary>The core between the two in LoCon's Tucker form.</summary>
    Mid,

    /// <summary>The bias of the factor beside the output.</summary>
    UpBias,

    /// <summary>α, by which the change is multiplied after division by its rank.</summary>
    Alpha,

    /// <summary>DoRA's magnitudes as LyCORIS writes them: for each output or for each input, as their shape says.</summary>
    Magnitude,

    /// <summary>DoRA's magnitudes as PEFT writes them: for each output.</summary>
    OutputMagnitude,

    /// <summary>LoHa's first product, output side.</summary>
    Hadamard1A,

    /// <summary>LoHa's first product, input side.</summary>
    Hadamard1B,

    /// <summary>LoHa's second product, output side.</summary>
    Hadamard2A,

    /// <summary>LoHa's second product, input side.</summary>
    Hadamard2B,

    /// <summary>The core of LoHa's first product in Tucker form.</summary>
    Hadamard1Core,

    /// <summary>The core of LoHa's second product in Tucker form.</summary>
    Hadamard2Core,

    /// <summary>LoKr's coarse factor, whole.</summary>
    Kronecker1,

    /// <summary>LoKr's coarse factor, output side.</summary>
    Kronecker1A,

    /// <summary>LoKr's coarse factor, input side.</summary>
    Kronecker1B,

    /// <summary>LoKr's fine factor, whole.</summary>
    Kronecker2,

    /// <summary>LoKr's fine factor, output side.</summary>
    Kronecker2A,

    /// <summary>LoKr's fine factor, input side.</summary>
    Kronecker2B,

    /// <summary>The core of LoKr's fine factor in Tucker form.</summary>
    Kronecker2Core,

    /// <summary>The whole change of a weight.</summary>
    Difference,

    /// <summary>The whole change of a bias.</summary>
    BiasDifference,
}
