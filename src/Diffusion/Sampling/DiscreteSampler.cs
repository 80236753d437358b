namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>An update rule on training timesteps, where x_t = √ᾱ_t·x₀ + √(1−ᾱ_t)·ε.</summary>
internal abstract class DiscreteSampler : Sampler
{
    private readonly double endAlphaBar;

    protected DiscreteSampler(SchedulerConfig config, int[] timesteps, double? endAlphaBar = null)
        : base([.. timesteps])
    {
        Config = config;
        Schedule = NoiseSchedule.Create(config, finiteSigmas: false);
        Times = timesteps;
        this.endAlphaBar = endAlphaBar ?? (config.EndsAtAlphaOne ? 1 : Schedule.AlphaBar(0));
        SamplingException.Require(
            config.Prediction != PredictionType.Epsilon || timesteps.All(t => Schedule.AlphaBar(t) > 0),
            SamplingException.Sampler,
            $"{config.Kind} begins where nothing of the picture is left (rescale_betas_zero_snr), where the noise tells nothing; allowed is a sampler on noise levels, such as {SamplerKind.Euler}.");
    }

    protected SchedulerConfig Config { get; }

    protected NoiseSchedule Schedule { get; }

    protected int[] Times { get; }

    /// <summary>ᾱ_t, and past the first training timestep what the configuration says.</summary>
    protected double AlphaBar(int t) => t >= 0 ? Schedule.AlphaBar(t) : endAlphaBar;

    protected override (double Signal, double Noise) LevelOf(int call) => Shares(AlphaBar(Times[call]));

    /// <summary>√ᾱ and √(1−ᾱ).</summary>
    protected static (double Signal, double Noise) Shares(double alphaBar) => (Math.Sqrt(alphaBar), Math.Sqrt(1 - alphaBar));

    protected double Clip(double x0) => Config.ClipRange is { } range ? Math.Clamp(x0, -range, range) : x0;
}
