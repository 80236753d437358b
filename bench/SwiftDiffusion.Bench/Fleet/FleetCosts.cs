namespace SwiftDiffusion.Bench.Fleet;

/// <summary>What takes time beside painting, in seconds. The defaults are medians of production services.</summary>
/// <remarks>Alibaba's GenTD26 trace (SoCC 2025), computed from its published files: base model 22.7 s, LoRA 4.4 s, ControlNet 3.9 s.</remarks>
internal sealed record FleetCosts
{
    /// <summary>From the decision to add a worker to its process: scheduling, an image that the node has, the container. A node that must be made first takes minutes.</summary>
    public double PodStart { get; init; } = 30;

    /// <summary>A base model, from files to a painting that warmed up.</summary>
    public double BaseModel { get; init; } = 22.7;

    /// <summary>A LoRA that is not in the host's memory.</summary>
    public double Lora { get; init; } = 4.4;

    /// <summary>A ControlNet that is not on the device.</summary>
    public double ControlNet { get; init; } = 3.9;

    /// <summary>The share of a job's steps that may pass before its LoRAs are merged.</summary>
    public double LoraBound { get; init; } = 0.2;

    /// <summary>LoRAs that a worker keeps.</summary>
    public int LoraCache { get; init; } = 10;

    /// <summary>ControlNets that a worker keeps.</summary>
    public int ControlNetCache { get; init; } = 8;
}
