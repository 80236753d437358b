namespace SwiftDiffusion.Diffusion.Checkpoints.Inspection;

/// <summary>What a file or folder is, told from headers and configurations alone.</summary>
public sealed record CheckpointInspection
{
    /// <summary>The file or folder.</summary>
    public required string Path { get; init; }

    /// <summary>What it is for.</summary>
    public required CheckpointKind Kind { get; init; }

    /// <summary>What it is in words, for example <c>a LoRA</c>, or <c>an IP-Adapter, which is not supported</c>.</summary>
    public required string Description { get; init; }

    /// <summary>Which Stable Diffusion it is of, or fits; of a LoRA, its own inspection tells.</summary>
    public required ModelFamily Family { get; init; }

    /// <summary>The number of weights, of all networks together.</summary>
    public required long Parameters { get; init; }

    /// <summary>How many weights are stored in each type.</summary>
    public required IReadOnlyDictionary<ElementType, long> ElementTypes { get; init; }

    /// <summary>What a base model's UNet predicts, as scheduler_config.json spells it: <c>epsilon</c>, <c>v_prediction</c>, <c>sample</c>. Null for anything else.</summary>
    public string? PredictionType { get; init; }

    /// <summary>Channels that a base model's UNet or a ControlNet reads: 4, or 9 for inpainting. Null for anything else.</summary>
    public int? InChannels { get; init; }

    /// <summary>The networks that a base model lacks, by diffusers' names. Empty when it is whole, and for anything else.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Why it cannot be used, as the error that opening it gives. Null when it can be, and for kinds that are not opened by themselves.</summary>
    public string? Problem { get; init; }

    /// <summary>Kinds of pictures that a union ControlNet knows; null for anything else.</summary>
    public int? ControlTypes { get; init; }
}
