using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;


public sealed class EulerSamplerTests
{
    private static readonly SchedulerConfig Leading = Walk.StableDiffusion(SamplerKind.Euler);
    private static readonly SchedulerConfig Linspace = Walk.StableDiffusion(SamplerKind.Euler, TimestepSpacing.Linspace);

    [Fact]
    public void Step_LeadingAndToyModel_GivesReferenceValues()
    {
        var sampler = Samplers.Create(Leading, 5);
        Near.Equal([5.2309089], [sampler.InitNoiseSigma]);
        Near.Equal([4.7191405, 4.4393783, 4.2440228, 4.0372319, 4.0205622], Walk.OfToy(sampler));
    }

    [Fact]
    public void Step_LinspaceAndToyModel_GivesReferenceValues()
    {
        var sampler = Samplers.Create(Linspace, 5);
        Near.Equal([14.614645], [sampler.InitNoiseSigma]);
        Near.Equal([12.5124426, 11.5925064, 10.9849539, 10.3676224, 10.3373957], Walk.OfToy(sampler));
    }

    [Fact]
    public void Step_ToyModelPredictsV_GivesReferenceValues() =>
        Near.Equal([3.9916477, 1.6148944, .8843349, .5549448, .5528557], Walk.OfToy(Samplers.Create(Linspace with { Prediction = PredictionType.V }, 5)));

    // In double the first product would keep digits that torch loses, and the picture would differ.
    [Fact]
    public void Step_FromSigma4096_ComputesInSinglePrecision()
    {
        var config = Walk.StableDiffusion(SamplerKind.Euler, TimestepSpacing.Trailing) with { ZeroTerminalSnr = true };
        var x = new[] { 4096.3f };
        Samplers.Create(config, 1).Step(0, [1.0001f], x, new ConstantNoise(0));
        var x0 = 4096.3f - 4096f * 1.0001f;
        Assert.Equal(4096.3f + (4096.3f - x0) / 4096f * -4096f, x[0]);
    }

    [Fact]
    public void ScaleInput_Always_BringsTheVarianceToOne()
    {
        var seen = new float[1];
        Samplers.Create(Linspace, 5).ScaleInput(0, [1], seen);
        Near.Equal([1 / Math.Sqrt(14.614645 * 14.614645 + 1)], seen);
    }

    [Fact]
    public void Timesteps_ContinuousAndV_AreQuarterLogarithms()
    {
        var sampler = (EulerSampler)Samplers.Create(Linspace with { ContinuousTimesteps = true, Prediction = PredictionType.V }, 5);
        Near.Equal([.. sampler.Sigmas.Take(5).Select(sigma => Math.Log(sigma) / 4)], sampler.Timesteps);
    }
}
