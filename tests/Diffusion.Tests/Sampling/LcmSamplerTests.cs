using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;


public sealed class LcmSamplerTests
{
    private static readonly SchedulerConfig Config = Walk.StableDiffusion(SamplerKind.Lcm);

    [Theory]
    [InlineData(1, 1, new double[] { 999 })]
    [InlineData(2, 1, new double[] { 999, 499 })]
    [InlineData(4, 1, new double[] { 999, 759, 499, 259 })]
    [InlineData(8, 1, new double[] { 999, 879, 759, 639, 499, 379, 259, 139 })]
    [InlineData(4, 0.5, new double[] { 499, 379, 259, 139 })]
    [InlineData(1, 0.02, new double[] { 19 })]
    public void Timesteps_StepsAndStrength_AreOfTheDistilledOnes(int steps, double strength, double[] timesteps)
    {
        var sampler = Samplers.Create(Config, steps, strength);
        Assert.Equal(timesteps, sampler.Timesteps);
        Assert.Equal(steps, sampler.Steps);
    }

    [Fact]
    public void Timesteps_DistilledWithFewerSteps_AreFurtherApart() => Assert.Equal([999, 499], Samplers.Create(Config with { OriginalSteps = 4 }, 2).Timesteps);

    // c_skip and c_out at t = 19: 6.92516e-6 and .999996537.
    [Fact]
    public void Step_SmallTimestep_MixesInTheLatent()
    {
        var sampler = Samplers.Create(Config with { Prediction = PredictionType.Sample }, 1, strength: 0.02);
        var x = new[] { 10_000f };
        sampler.Step(0, [1f], x, new ConstantNoise(0));
        Near.Equal([.999996537 + 10_000 * 6.92516e-6], x);
    }

    [Fact]
    public void Step_AllButTheLast_NoisesToTheNextTimestep()
    {
        var sampler = Samplers.Create(Config with { Prediction = PredictionType.Sample }, 2);
        var noise = new ConstantNoise(1);
        var x = new[] { 0f };
        sampler.Step(0, [0f], x, noise);
        Near.Equal([Walk.Level(sampler, 1).Noise], x);
        sampler.Step(1, [0f], x, noise);
        Assert.Equal(1, noise.Draws);
    }

    [Theory]
    [InlineData(51, 1, "Steps", "51 is not from 1 to 50")]
    [InlineData(30, 0.5, "Steps", "30 is not from 1 to 25")]
    [InlineData(1, 0.01, "Strength", "0.01 of the 50 steps that the model was distilled with is less than one step.")]
    public void Create_MoreThanDistilled_SaysHowManyThereAre(int steps, double strength, string setting, string problem)
    {
        var error = Assert.Throws<SamplingException>(() => Samplers.Create(Config, steps, strength));
        Assert.Equal(setting, error.Setting);
        Assert.StartsWith(problem, error.Message, StringComparison.Ordinal);
    }
}
