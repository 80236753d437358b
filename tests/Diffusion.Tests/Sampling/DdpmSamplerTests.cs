using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;


public sealed class DdpmSamplerTests
{
    private static readonly SchedulerConfig Config = Walk.StableDiffusion(SamplerKind.Ddpm) with { StepsOffset = 0 };

    [Fact]
    public void Step_DownToTheFirstTimestep_DrawsAtAllButTheLast()
    {
        var noise = new ConstantNoise(0);
        Walk.OfToy(Samplers.Create(Config, 5), noise);
        Assert.Equal(4, noise.Draws);
    }

    // β̃ = (1 − ᾱ′)/(1 − ᾱ)·β with β = 1 − ᾱ/ᾱ′, from ᾱ[500] and ᾱ[0] of two steps.
    [Fact]
    public void Step_UnitNoise_AddsThePosteriorsSpread() => Assert.Equal(0.02916753 / Math.Sqrt(1 / .99915 - 1 + 1) * Math.Sqrt((1 - .2763325 / .99915) / (1 - .2763325)), Spread(Config), 6);

    [Fact]
    public void Step_LargeVariance_AddsTheBoundOfTheSpread() => Assert.Equal(Math.Sqrt(1 - .2763325 / .99915), Spread(Config with { LargeVariance = true }), 6);

    // How much of a unit of noise the first of two steps adds.
    private static double Spread(SchedulerConfig config)
    {
        float After(float noise)
        {
            var x = new[] { 1f };
            Samplers.Create(config, 2).Step(0, [0.5f], x, new ConstantNoise(noise));
            return x[0];
        }

        return After(1) - After(0);
    }
}
