namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>An update rule in λ = ln(α/σ), where x = α·x₀ + σ·ε with α² + σ² = 1.</summary>
internal abstract class MultistepSampler(SchedulerConfig config, NoiseLevels levels) : Sampler(levels.Timesteps)
{
    /// <summary>σ/α at the start of each call, and after the last.</summary>
    public IReadOnlyList<double> Sigmas => levels.Sigmas;

    protected SchedulerConfig Config => config;

    protected Level At(int index)
    {
        var sigma = levels.Sigmas[index];
        var alpha = 1 / Math.Sqrt(sigma * sigma + 1);
        return new Level(alpha, sigma * alpha, -Math.Log(sigma));
    }

    protected override (double Signal, double Noise) LevelOf(int call) => (At(call).Alpha, At(call).Sigma);

    /// <summary>A noise level: α, σ of the same scale, and λ, which is infinite where there is no noise.</summary>
    protected readonly record struct Level(double Alpha, double Sigma, double Lambda);
}
