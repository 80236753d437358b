using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;


public sealed class UniPcSamplerTests
{
    private static readonly SchedulerConfig Config = Walk.StableDiffusion(SamplerKind.UniPc, TimestepSpacing.Linspace) with { Solver = SolverType.Bh2 };

    [Fact]
    public void Step_ToyModel_GivesReferenceValues() =>
        Near.Equal([2.4578838, 4.6656208, 7.061842, 8.9319201, 9.7663622], Walk.OfToy(Samplers.Create(Config, 5)));

    // Without a correction every step is DPM-Solver++'s with one previous output, so both agree.
    [Fact]
    public void Step_NeverCorrected_IsDpmPlusPlus()
    {
        var uncorrected = Samplers.Create(Config with { UncorrectedSteps = [0, 1, 2, 3, 4] }, 5);
        var multistep = Samplers.Create(Config with { Kind = SamplerKind.DpmPlusPlus2M, Solver = SolverType.Midpoint }, 5);
        Near.Equal([.. Walk.OfToy(multistep).Select(x => (double)x)], Walk.OfToy(uncorrected));
    }

    // Steps are counted from the start of the whole schedule, also where image to image skips the first.
    [Fact]
    public void Step_ImageToImage_CountsUncorrectedStepsFromTheWholeStart()
    {
        var all = Walk.OfToy(Samplers.Create(Config, 5, strength: 0.6));
        var skipped = Walk.OfToy(Samplers.Create(Config with { UncorrectedSteps = [0, 1] }, 5, strength: 0.6));
        var later = Walk.OfToy(Samplers.Create(Config with { UncorrectedSteps = [2] }, 5, strength: 0.6));
        Assert.Equal(all, skipped);
        Assert.NotEqual(all, later);
    }

    [Fact]
    public void Step_EpsilonForm_DescendsToTheSmallestLevel()
    {
        var config = Config with { PredictsX0 = false, EndsAtSigmaMin = true };
        var sampler = (UniPcSampler)Samplers.Create(config, 20);
        var x = Walk.OfPerfectModel(sampler, PredictionType.Epsilon, [0.5f], new ConstantNoise(1));
        var scale = 1 / Math.Sqrt(sampler.Sigmas[^1] * sampler.Sigmas[^1] + 1);
        Assert.Equal(0.5 * scale + Noise(sampler) * sampler.Sigmas[^1] * scale, x[0], 4);
    }

    // The ε that one unit of pure noise is, seen from a clean latent of ½.
    private static double Noise(UniPcSampler sampler)
    {
        var (signal, sigma) = Walk.Level(sampler, 0);
        return (1 - signal * 0.5) / sigma;
    }
}
