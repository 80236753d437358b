namespace SwiftDiffusion.Messages.Results;

/// <summary>What a job came to: the manifest <c>result.json</c> that lies beside its images. Once it is stored, the job has succeeded.</summary>
public sealed record JobResult
{
    /// <summary>The job.</summary>
    public required string JobId { get; init; }

    /// <summary>When the last image was done.</summary>
    public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>The images, in the order of their index.</summary>
    public required IReadOnlyList<ImageResult> Images { get; init; }

    /// <summary>Where the time went.</summary>
    public required JobMetrics Metrics { get; init; }

    /// <summary>The base model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The sampler that was used, in our spelling.</summary>
    public required string Sampler { get; init; }

    /// <summary>The worker, by a name of its process.</summary>
    public required string Worker { get; init; }

    /// <summary>The engine's version.</summary>
    public required string EngineVersion { get; init; }

    /// <summary>The LoRAs that went in.</summary>
    public IReadOnlyList<LoraPatch> Loras { get; init; } = [];

    /// <summary>What a person should know although the job succeeded, for example text that the encoder could not take in.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
