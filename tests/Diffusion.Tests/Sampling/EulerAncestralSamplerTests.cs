using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;


public sealed class EulerAncestralSamplerTests
{
    private const float Start = 14.614645f;
    private static readonly SchedulerConfig Config = Walk.StableDiffusion(SamplerKind.EulerAncestral, TimestepSpacing.Linspace);

    [Fact]
    public void Step_UnitNoiseAndNoSlope_AddsSigmaUp() => Assert.Equal(3.9231362, AfterFirst(prediction: 0, noise: 1) - Start, 5);

    [Fact]
    public void Step_UnitSlopeAndNoNoise_GoesToSigmaDown() => Assert.Equal(1.1424247, AfterFirst(prediction: 1, noise: 0), 5);

    // Where a stream is shared, what comes after depends on it.
    [Fact]
    public void Step_Last_DrawsNoiseButAddsNone()
    {
        var (none, ones) = (new ConstantNoise(0), new ConstantNoise(1));
        var sampler = Samplers.Create(Config, 1);
        var (x, y) = (new[] { 1f }, new[] { 1f });
        sampler.Step(0, [0.5f], x, none);
        Samplers.Create(Config, 1).Step(0, [0.5f], y, ones);
        Assert.Equal(1, ones.Draws);
        Assert.Equal(x, y);
    }

    private static float AfterFirst(float prediction, float noise)
    {
        var x = new[] { Start };
        Samplers.Create(Config, 5).Step(0, [prediction], x, new ConstantNoise(noise));
        return x[0];
    }
}
