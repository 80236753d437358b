using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Checkpoints;

public sealed class PublishedSchedulersTests
{
    [Theory]
    [InlineData(ModelFamily.StableDiffusion1, "epsilon", false, SamplerKind.Pndm, TimestepSpacing.Leading)]
    [InlineData(ModelFamily.StableDiffusion1, "v_prediction", true, SamplerKind.Ddim, TimestepSpacing.Trailing)]
    [InlineData(ModelFamily.StableDiffusion2, "v_prediction", false, SamplerKind.Ddim, TimestepSpacing.Leading)]
    [InlineData(ModelFamily.StableDiffusionXL, "epsilon", false, SamplerKind.Euler, TimestepSpacing.Leading)]
    [InlineData(ModelFamily.StableDiffusionXL, "v_prediction", true, SamplerKind.Euler, TimestepSpacing.Trailing)]
    public void For_EachFamily_IsAScheduleThatSamplersAccept(ModelFamily family, string type, bool zeroSnr, SamplerKind kind, TimestepSpacing spacing)
    {
        var config = new SchedulerFile("published", PublishedSchedulers.For(family, new Prediction(type, zeroSnr))).Resolve();
        Assert.Equal((kind, spacing), (config.Kind, config.Spacing));
        Assert.NotNull(Samplers.Create(config, 4, 1));
    }
}
