using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;


public sealed class SamplerTests
{
    private static readonly SchedulerConfig Config = Walk.StableDiffusion(SamplerKind.Ddim);

    [Fact]
    public void Step_OutOfOrder_NamesTheCallThatWasDue()
    {
        var sampler = Samplers.Create(Config, 3);
        sampler.Step(0, [0], [1], new ConstantNoise(0));
        var error = Assert.Throws<InvalidOperationException>(() => sampler.Step(2, [0], [1], new ConstantNoise(0)));
        Assert.Equal("Call 2 of 3 came where call 1 was due.", error.Message);
    }

    [Fact]
    public void Step_AfterTheLast_Refuses()
    {
        var sampler = Samplers.Create(Config, 1);
        sampler.Step(0, [0], [1], new ConstantNoise(0));
        Assert.Throws<InvalidOperationException>(() => sampler.Step(1, [0], [1], new ConstantNoise(0)));
    }

    [Fact]
    public void Step_LengthsDiffer_NamesBoth()
    {
        var error = Assert.Throws<ArgumentException>(() => Samplers.Create(Config, 3).Step(0, [0, 0], [1], new ConstantNoise(0)));
        Assert.Equal("The latent has 1 elements, what came with it 2.", error.Message);
    }

    [Fact]
    public void AddNoise_LengthsDiffer_NamesBoth() => Assert.Throws<ArgumentException>(() => Samplers.Create(Config, 3).AddNoise([0, 0], [1]));

    [Theory]
    [InlineData(SamplerKind.Ddim)]
    [InlineData(SamplerKind.Ddpm)]
    [InlineData(SamplerKind.Pndm)]
    [InlineData(SamplerKind.Lcm)]
    [InlineData(SamplerKind.DpmPlusPlus2M)]
    [InlineData(SamplerKind.UniPc)]
    public void AddNoise_SamplerOfUnitVariance_KeepsTheVariance(SamplerKind kind)
    {
        var (signal, noise) = Walk.Level(Samplers.Create(Walk.StableDiffusion(kind), 5), 2);
        Assert.Equal(1, signal * signal + noise * noise, 5);
    }

    [Theory]
    [InlineData(SamplerKind.Euler)]
    [InlineData(SamplerKind.EulerAncestral)]
    [InlineData(SamplerKind.Heun)]
    public void AddNoise_SamplerOnSigma_AddsSigmaToTheWholePicture(SamplerKind kind)
    {
        var sampler = (SigmaSampler)Samplers.Create(Walk.StableDiffusion(kind), 5);
        var (signal, noise) = Walk.Level(sampler, 2);
        Assert.Equal(1, signal);
        Near.Equal([sampler.Sigmas[2]], [noise], relative: 1e-6);
    }
}
