using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;


public sealed class SigmaSpreadTests
{
    [Theory]
    [InlineData(SigmaSchedule.Karras)]
    [InlineData(SigmaSchedule.Exponential)]
    [InlineData(SigmaSchedule.Beta)]
    public void Between_ManyLevels_FallFromLargestToSmallest(SigmaSchedule schedule)
    {
        var sigmas = SigmaSpread.Between(schedule, 14.6, 0.03, 150);
        Near.Equal([14.6, 0.03], [sigmas[0], sigmas[^1]], relative: 1e-9);
        Assert.All(sigmas.Zip(sigmas.Skip(1)), pair => Assert.True(pair.Second < pair.First));
    }

    [Theory]
    [InlineData(SigmaSchedule.Karras)]
    [InlineData(SigmaSchedule.Exponential)]
    [InlineData(SigmaSchedule.Beta)]
    public void Between_OneLevel_IsTheLargest(SigmaSchedule schedule) => Near.Equal([14.6], SigmaSpread.Between(schedule, 14.6, 0.03, 1), relative: 1e-9);

    [Fact]
    public void Between_Exponential_HasOneRatio() => Near.Equal([8, 4, 2, 1], SigmaSpread.Between(SigmaSchedule.Exponential, 8, 1, 4), relative: 1e-9);

    [Fact]
    public void Between_Karras_IsEvenInTheSeventhRoot() => Near.Equal([128, Math.Pow(1.5, 7), 1], SigmaSpread.Between(SigmaSchedule.Karras, 128, 1, 3), relative: 1e-9);

    [Fact]
    public void Between_Beta_IsSymmetric() => Near.Equal([1.5], [SigmaSpread.Between(SigmaSchedule.Beta, 2, 1, 3)[1]], relative: 1e-9);

    [Fact]
    public void Between_Timesteps_HasNoSpread() => Assert.Throws<ArgumentOutOfRangeException>(() => SigmaSpread.Between(SigmaSchedule.Timesteps, 2, 1, 3));
}
