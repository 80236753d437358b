namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>An update rule on noise levels, where x = x₀ + σ·ε, and the network sees x/√(σ²+1).</summary>
/// <remarks>
/// Latents are computed in float32, operation by operation as torch does: with a zero terminal SNR the first σ is 4096, where x − x₀ loses digits of x₀ that a more
/// exact sum would keep, and the pictures would differ.
/// </remarks>
internal abstract class SigmaSampler(SchedulerConfig config, NoiseLevels levels) : Sampler(levels.Timesteps)
{
    // Leading spacing begins below the largest noise, where the picture's own variance of 1 still counts.
    public override double InitNoiseSigma => config.Spacing == TimestepSpacing.Leading ? Math.Sqrt(levels.Sigmas[0] * levels.Sigmas[0] + 1) : levels.Sigmas[0];

    /// <summary>σ at the start of each call, and after the last.</summary>
    public IReadOnlyList<double> Sigmas => levels.Sigmas;

    protected SchedulerConfig Config => config;

    public override void ScaleInput(int call, ReadOnlySpan<float> x, Span<float> scaled)
    {
        var scale = (float)Math.Sqrt(Sigmas[call] * Sigmas[call] + 1);
        for (var i = 0; i < x.Length; i++)
        {
            scaled[i] = x[i] / scale;
        }
    }

    protected override (double Signal, double Noise) LevelOf(int call) => (1, Sigmas[call]);

    /// <summary>dx/dσ = (x − x₀)/σ for each element.</summary>
    protected void Slope(ReadOnlySpan<float> x, ReadOnlySpan<float> m, float sigma, Span<float> slope)
    {
        var variance = sigma * sigma + 1;
        var ofOutput = -sigma / MathF.Sqrt(variance);
        var clip = (float)(config.ClipRange ?? double.PositiveInfinity);
        for (var i = 0; i < x.Length; i++)
        {
            var x0 = config.Prediction switch
            {
                PredictionType.Epsilon => x[i] - sigma * m[i],
                PredictionType.V => m[i] * ofOutput + x[i] / variance,
                _ => m[i],
            };
            slope[i] = (x[i] - Math.Clamp(x0, -clip, clip)) / sigma;
        }
    }
}
