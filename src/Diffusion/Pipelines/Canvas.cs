using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>What denoising starts from.</summary>
/// <param name="Latents">x at the first timestep, <c>[images, latent channels, height, width]</c>.</param>
/// <param name="ExtraChannels">What an inpainting model sees besides, <c>[channels, height, width]</c>; empty for others.</param>
/// <param name="Kept">What has to come back after every step where the mask keeps the picture; null where nothing is kept.</param>
internal sealed record Canvas(float[] Latents, float[] ExtraChannels, KeptRegion? Kept);

/// <summary>The part of a picture that inpainting leaves alone, for models that know no mask: it is put back, noised to the level of each step.</summary>
/// <param name="Clean">Latents of the picture, <c>[images, latent channels, height, width]</c>.</param>
/// <param name="Noise">The noise that denoising started from.</param>
/// <param name="Mask">1 where to paint, 0 where to keep, <c>[height, width]</c>.</param>
internal sealed record KeptRegion(float[] Clean, float[] Noise, float[] Mask)
{
    /// <summary>Puts the kept part back after <paramref name="call"/>.</summary>
    public void Restore(ISampler sampler, int call, Span<float> x)
    {
        var kept = Clean.AsSpan().ToArray();
        if (call + 1 < sampler.Timesteps.Count)
        {
            sampler.AddNoise(call + 1, Noise, kept);
        }

        for (var i = 0; i < x.Length; i++)
        {
            var paint = Mask[i % Mask.Length];
            x[i] = ((1 - paint) * kept[i]) + (paint * x[i]);
        }
    }
}
