namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>How the engine uses the machine.</summary>
public sealed record EngineOptions
{
    /// <summary>Threads that one network may use; 0, the default, is one per physical core. The first model that a process loads decides.</summary>
    public int Threads { get; init; }
}
