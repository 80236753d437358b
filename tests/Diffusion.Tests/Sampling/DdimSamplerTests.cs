using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;


public sealed class DdimSamplerTests
{
    private static readonly SchedulerConfig Config = Walk.StableDiffusion(SamplerKind.Ddim);

    [Fact]
    public void Step_ToyModel_GivesReferenceValues() =>
        Near.Equal([1.8865724, 2.8868978, 3.6806788, 4.0337906, 4.0306168], Walk.OfToy(Samplers.Create(Config, 5)));

    [Fact]
    public void Step_ToyModelPredictsV_GivesReferenceValues() =>
        Near.Equal([.9370228, .8511127, .7599477, .6297694, .6289579], Walk.OfToy(Samplers.Create(Config with { Prediction = PredictionType.V }, 5)));

    [Fact]
    public void Step_NoEta_DrawsNothing()
    {
        var noise = new ConstantNoise(1);
        Walk.OfToy(Samplers.Create(Config, 5), noise);
        Assert.Equal(0, noise.Draws);
    }

    [Fact]
    public void Step_EtaOneAndNoNoise_IsDdpmsMean()
    {
        var ddim = Samplers.Create(Config with { Eta = 1, EndsAtAlphaOne = true }, 5);
        var ddpm = Samplers.Create(Config with { Kind = SamplerKind.Ddpm }, 5);
        Near.Equal([.. Walk.OfToy(ddpm).Select(x => (double)x)], Walk.OfToy(ddim));
    }

    [Fact]
    public void Step_Clipped_KeepsTheCleanLatentInRange()
    {
        var sampler = Samplers.Create(Config with { ClipRange = 0.25, EndsAtAlphaOne = true, Prediction = PredictionType.Sample }, 1);
        var x = new[] { 3f };
        sampler.Step(0, [2f], x, new ConstantNoise(0));
        Near.Equal([0.25], x);
    }
}
