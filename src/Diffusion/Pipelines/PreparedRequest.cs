using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>A request that has been checked against a model and made ready to paint, on any thread, while the model paints another.</summary>
public sealed class PreparedRequest
{
    internal PreparedRequest(PaintRequest request, int width, int height, SchedulerConfig scheduler, double strength, TokenizedPrompts prompts, PreparedLoras loras)
    {
        (Request, Width, Height, Strength) = (request, width, height, strength);
        (Scheduler, Prompt, NegativePrompt, Warnings) = (scheduler, prompts.Prompt, prompts.NegativePrompt, prompts.Warnings);
        Loras = loras;
    }

    /// <summary>What was asked for.</summary>
    public PaintRequest Request { get; }

    /// <summary>In pixels.</summary>
    public int Width { get; }

    /// <summary>In pixels.</summary>
    public int Height { get; }

    /// <summary>What a person should know of how the prompts were read, for example text that the encoder cannot take in.</summary>
    internal IReadOnlyList<string> Warnings { get; }

    /// <summary>The sampler that it will be painted with: the request's, or the model's own.</summary>
    public SamplerKind Sampler => Scheduler.Kind;

    /// <summary>
    /// Done when painting can begin without waiting for LoRAs; failed where one that it must have from the start cannot be had or used. Painting sooner is allowed: it waits itself.
    /// </summary>
    public Task Ready => LatestPatch > 0 ? Task.CompletedTask : Task.WhenAll(Loras.Loras.Select(lora => lora.Lora));

    internal SchedulerConfig Scheduler { get; }

    internal TokenizedPrompt Prompt { get; }

    /// <summary>Null where the model was trained without any text for it.</summary>
    internal TokenizedPrompt? NegativePrompt { get; }

    /// <summary>The LoRAs, read and matched, or on their way.</summary>
    internal PreparedLoras Loras { get; }

    /// <summary>The pass that follows at a larger size, as the request for image to image that it is; null where there is none.</summary>
    internal PreparedRequest? Second { get; init; }

    /// <summary>How much of what it starts from is painted over: all of it, where it starts from noise.</summary>
    internal double Strength { get; }

    /// <summary>The step before which LoRAs are merged at the latest.</summary>
    internal int LatestPatch => Pipelines.LatestPatch.Before(Scheduler.Kind, CreateSampler().Steps, Request.Exact);

    /// <summary>A sampler for one run.</summary>
    internal ISampler CreateSampler() => Samplers.Create(Scheduler, Request.Steps, Strength);
}
