namespace SwiftDiffusion.Messages.Results;

/// <summary>Where a job's time went, in seconds.</summary>
public sealed record JobMetrics
{
    /// <summary>From being sent to being picked up, by the two machines' clocks; null where the sender didn't say.</summary>
    public double? Queue { get; init; }

    /// <summary>Fetching models, adapters and pictures.</summary>
    public double Fetch { get; init; }

    /// <summary>Loading a model or adapters into memory.</summary>
    public double Load { get; init; }

    /// <summary>Patching LoRAs into weights.</summary>
    public double Patch { get; init; }

    /// <summary>Text encoders, and what is computed of their output ahead of the steps.</summary>
    public double Encode { get; init; }

    /// <summary>The denoising steps.</summary>
    public double Denoise { get; init; }

    /// <summary>Latents to pixels.</summary>
    public double Decode { get; init; }

    /// <summary>Writing files and storing them.</summary>
    public double Upload { get; init; }

    /// <summary>How long the job held the device.</summary>
    public double GpuSeconds { get; init; }
}
