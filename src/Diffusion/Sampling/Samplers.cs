namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>Makes the sampler of a configuration.</summary>
internal static class Samplers
{
    /// <summary>A sampler for one run.</summary>
    /// <param name="config">Sampler and schedule.</param>
    /// <param name="steps">N, 1 to the model's training timesteps.</param>
    /// <param name="strength">For image to image, the share of the steps to run, above 0 to 1: ⌊N·strength⌋ steps, the last ones. LCM runs all N in the same share of its schedule.</param>
    /// <exception cref="SamplingException">A number is out of its range, no step is left to run, or the configuration asks for something that this sampler cannot do.</exception>
    public static ISampler Create(SchedulerConfig config, int steps, double strength = 1)
    {
        SamplingException.Require(
            steps >= 1 && steps <= config.TrainTimesteps, SamplingException.Steps, $"{steps} is not from 1 to {config.TrainTimesteps}, the model's training timesteps.");
        SamplingException.Require(strength is > 0 and <= 1, SamplingException.Strength, $"{strength} is not above 0 and at most 1.");
        if (config.Kind == SamplerKind.Lcm)
        {
            return new LcmSampler(config, LcmSampler.Select(config, steps, strength));
        }

        var skipped = steps - (int)(steps * strength);
        SamplingException.Require(skipped < steps, SamplingException.Strength, $"{strength} of {steps} steps is less than one step; take more of either.");
        return Create(config, steps, skipped);
    }

    // The last steps of N: all calls keep the place that they have in the whole.
    private static Sampler Create(SchedulerConfig config, int steps, int skipped) => config.Kind switch
    {
        SamplerKind.Ddim => new DdimSampler(config, TrainingTimesteps.Select(config, steps)[skipped..], steps),
        SamplerKind.Ddpm => new DdpmSampler(config, TrainingTimesteps.Select(config, steps)[skipped..]),
        SamplerKind.Pndm => new PndmSampler(config, PndmSampler.Calls(TrainingTimesteps.Select(config, steps))[skipped..], steps),
        SamplerKind.Euler => new EulerSampler(config, EulerLevels(config, steps).After(skipped)),
        SamplerKind.EulerAncestral => new EulerAncestralSampler(config, EulerLevels(config, steps).After(skipped)),
        SamplerKind.Heun => new HeunSampler(config, HeunSampler.Doubled(EulerLevels(config, steps)).After(2 * skipped)),
        SamplerKind.DpmPlusPlus2M or SamplerKind.DpmPlusPlus2MSde => new DpmPlusPlusSampler(config, MultistepLevels(config, steps).After(skipped), steps),
        SamplerKind.UniPc => new UniPcSampler(config, MultistepLevels(config, steps).After(skipped), skipped),
        _ => throw new ArgumentOutOfRangeException(nameof(config), config.Kind, "There is no such sampler."),
    };

    private static NoiseLevels EulerLevels(SchedulerConfig config, int steps) => NoiseLevels.ForEuler(config, NoiseSchedule.Create(config, finiteSigmas: true), steps);

    private static NoiseLevels MultistepLevels(SchedulerConfig config, int steps) => NoiseLevels.ForMultistep(config, NoiseSchedule.Create(config, finiteSigmas: true), steps);
}
