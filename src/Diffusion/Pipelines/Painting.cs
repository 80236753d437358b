namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>The pictures of one <see cref="PaintRequest"/>, and where the time went.</summary>
/// <param name="Images">In the order of their index.</param>
/// <param name="Timings">Wall time by phase.</param>
/// <param name="DroppedText">What of the prompts the text encoder could not take in, as text; empty when everything went in.</param>
public sealed record Painting(IReadOnlyList<PaintedImage> Images, PaintTimings Timings, string DroppedText);

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
/// <param name="Encode">Text encoders, and the keys and values made of their output.</param>
/// <param name="Denoise">The step loop.</param>
/// <param name="Decode">Latents to pixels.</param>
public sealed record PaintTimings(TimeSpan Encode, TimeSpan Denoise, TimeSpan Decode);

/// <summary>Told after every denoising step.</summary>
/// <param name="Step">Steps done, from 1 to <paramref name="Of"/>.</param>
/// <param name="Of">Steps in all, over every image of the request.</param>
public sealed record PaintProgress(int Step, int Of);
