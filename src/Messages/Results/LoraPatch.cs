namespace SwiftDiffusion.Messages.Results;

/// <summary>How a LoRA went into the model.</summary>
public sealed record LoraPatch
{
    /// <summary>Its name or digest, as the job gave it.</summary>
    public required string Lora { get; init; }

    /// <summary>The first step that it acted in, from 0.</summary>
    public required int Step { get; init; }

    /// <summary>Modules of the model that it changed.</summary>
    public required int MatchedModules { get; init; }

    /// <summary>Keys of its file that fit nothing in the model.</summary>
    public IReadOnlyList<string> UnmatchedKeys { get; init; } = [];
}
