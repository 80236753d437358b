namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>The pictures of one <see cref="PaintRequest"/>, and where the time went.</summary>
/// <param name="Images">In the order of their index.</param>
/// <param name="Timings">Wall time by phase.</param>
/// <param name="Loras">How each LoRA went into the model, in the request's order.</param>
/// <param name="Warnings">What a person should know although the request was painted, for example text that the encoder could not take in.</param>
public sealed record Painting(IReadOnlyList<PaintedImage> Images, PaintTimings Timings, IReadOnlyList<LoraReport> Loras, IReadOnlyList<string> Warnings);

/// <summary>One finished picture.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="Seed">The seed that gives this picture alone.</param>
/// <param name="Picture">Its pixels.</param>
public sealed record PaintedImage(int Index, uint Seed, Picture Picture)
{
    /// <summary>What the picture was decoded from, <c>[latent channels, height/8, width/8]</c>.</summary>
    internal float[] Latents { get; init; } = [];
}

/// <summary>Wall time by phase.</summary>
/// <param name="Load">Reading adapters and putting them into memory.</param>
/// <param name="Patch">Merging LoRAs into the weights, and taking them out.</param>
/// <param name="Encode">Text encoders, and the keys and values made of their output.</param>
/// <param name="Denoise">The step loop.</param>
/// <param name="Decode">Latents to pixels.</param>
public sealed record PaintTimings(TimeSpan Load, TimeSpan Patch, TimeSpan Encode, TimeSpan Denoise, TimeSpan Decode)
{
    /// <summary>The part of <see cref="Denoise"/> in which no network ran: samplers, copies, bookkeeping.</summary>
    public TimeSpan DenoiseOutsideNetworks { get; init; }
}

/// <summary>Told after every denoising step.</summary>
/// <param name="Step">Steps done, from 1 to <paramref name="Of"/>.</param>
/// <param name="Of">Steps in all, over every image of the request.</param>
public sealed record PaintProgress(int Step, int Of);
