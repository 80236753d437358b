using System.Text.Json;
using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;


/// <summary>Scheduler files from JSON text.</summary>
internal static class Files
{
    /// <summary>The settings that Stable Diffusion's published file has whatever its class.</summary>
    public const string StableDiffusion = """ "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "steps_offset": 1, "clip_sample": false, "skip_prk_steps": true """;

    /// <summary>A file of a class, with settings as the inside of a JSON object.</summary>
    public static SchedulerFile Of(string? className, string settings = "") => new("scheduler_config.json", JsonDocument.Parse($"{{{settings}}}").RootElement, className);
}
