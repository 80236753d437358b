namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>What a VAE's encoder says of a picture's latents: independent normal distributions.</summary>
/// <param name="Mean"><c>[batch, latent channels, height/8, width/8]</c>.</param>
/// <param name="LogVariance">Natural logarithm of the variance, of the same shape, -30 to 20.</param>
internal sealed record LatentDistribution(float[] Mean, float[] LogVariance)
{
    /// <summary>Splits the encoder's output.</summary>
    /// <param name="moments"><c>[batch, 2·latent channels, height/8, width/8]</c>: means, then logarithms of variances.</param>
    /// <param name="batch">How many pictures.</param>
    public static LatentDistribution FromMoments(ReadOnlySpan<float> moments, int batch)
    {
        var half = moments.Length / batch / 2;
        var (mean, logVariance) = (new float[half * batch], new float[half * batch]);
        for (var b = 0; b < batch; b++)
        {
            moments.Slice(2 * b * half, half).CopyTo(mean.AsSpan(b * half));
            moments.Slice(((2 * b) + 1) * half, half).CopyTo(logVariance.AsSpan(b * half));
        }

        for (var i = 0; i < logVariance.Length; i++)
        {
            logVariance[i] = Math.Clamp(logVariance[i], -30, 20);
        }

        return new LatentDistribution(mean, logVariance);
    }

    /// <summary>mean + e^(log variance / 2)·noise.</summary>
    /// <param name="noise">Standard normal, as long as the mean.</param>
    public float[] Sample(ReadOnlySpan<float> noise)
    {
        var sample = new float[Mean.Length];
        for (var i = 0; i < sample.Length; i++)
        {
            sample[i] = Mean[i] + (MathF.Exp(0.5f * LogVariance[i]) * noise[i]);
        }

        return sample;
    }
}
