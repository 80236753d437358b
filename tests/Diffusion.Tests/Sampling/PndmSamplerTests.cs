using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;


public sealed class PndmSamplerTests
{
    private static readonly SchedulerConfig Config = Walk.StableDiffusion(SamplerKind.Pndm);

    [Fact]
    public void Step_ToyModel_GivesReferenceValues() =>
        Near.Equal([1.8865724, 1.8475758, 2.8026352, 3.5508826, 3.8874335, 3.8845932], Walk.OfToy(Samplers.Create(Config, 5)));

    [Fact]
    public void Timesteps_FiveSteps_CallTheSecondTwice()
    {
        var sampler = Samplers.Create(Config, 5);
        Assert.Equal([801, 601, 601, 401, 201, 1], sampler.Timesteps);
        Assert.Equal(5, sampler.Steps);
        Assert.Equal([0, 0, 1, 2, 3, 4], sampler.Timesteps.Select((_, call) => sampler.StepOf(call)));
    }

    [Fact]
    public void Timesteps_OneStep_CallOnce()
    {
        var sampler = Samplers.Create(Config, 1);
        Assert.Equal([1], sampler.Timesteps);
        Assert.Equal(1, sampler.Steps);
    }

    // The list of calls is cut as it stands, as diffusers does: the doubled timestep counts as one of the first.
    [Theory]
    [InlineData(0.8, new double[] { 601, 601, 401, 201, 1 }, 4)]
    [InlineData(0.6, new double[] { 601, 401, 201, 1 }, 3)]
    [InlineData(0.2, new double[] { 201, 1 }, 1)]
    public void Timesteps_ImageToImage_AreTheLast(double strength, double[] timesteps, int steps)
    {
        var sampler = Samplers.Create(Config, 5, strength);
        Assert.Equal(timesteps, sampler.Timesteps);
        Assert.Equal(steps, sampler.Steps);
        Assert.Equal(steps - 1, sampler.StepOf(timesteps.Length - 1));
    }
}
