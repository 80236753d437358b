using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;


public sealed class HeunSamplerTests
{
    private static readonly SchedulerConfig Config = Walk.StableDiffusion(SamplerKind.Heun);

    [Fact]
    public void Timesteps_ThreeSteps_CallAllButTheFirstTwice()
    {
        var sampler = Samplers.Create(Config, 3);
        Assert.Equal([667, 334, 334, 1, 1], sampler.Timesteps);
        Assert.Equal(3, sampler.Steps);
        Assert.Equal([0, 0, 1, 1, 2], sampler.Timesteps.Select((_, call) => sampler.StepOf(call)));
    }

    [Fact]
    public void Timesteps_ImageToImage_KeepWholeSteps()
    {
        var sampler = Samplers.Create(Config, 3, strength: 0.7);
        Assert.Equal([334, 1, 1], sampler.Timesteps);
        Assert.Equal(2, sampler.Steps);
    }

    // dx/dσ = ε. With ε = c·σ the trapezium is exact: x − x′ = c·(σ² − σ′²)/2, and Euler's step is not.
    [Fact]
    public void Step_SlopeLinearInSigma_IsExact()
    {
        var sampler = (HeunSampler)Samplers.Create(Config, 3);
        var (from, to) = (sampler.Sigmas[0], sampler.Sigmas[1]);
        var x = new[] { 7f };
        sampler.Step(0, [(float)(0.5 * from)], x, new ConstantNoise(0));
        sampler.Step(1, [(float)(0.5 * to)], x, new ConstantNoise(0));
        Near.Equal([7 - (from * from - to * to) / 4], x);
    }
}
