using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Pipelines;

public sealed class LatestPatchTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(9, 0)]
    [InlineData(10, 2)]
    [InlineData(14, 2)]
    [InlineData(25, 5)]
    [InlineData(50, 10)]
    [InlineData(150, 10)]
    public void Before_ManySteps_IsAFifthAndAtMostTen(int steps, int latest) => Assert.Equal(latest, LatestPatch.Before(SamplerKind.Euler, steps, exact: false));

    [Fact]
    public void Before_ConsistencyModel_IsTheFirstStep() => Assert.Equal(0, LatestPatch.Before(SamplerKind.Lcm, 50, exact: false));

    [Fact]
    public void Before_Exact_IsTheFirstStep() => Assert.Equal(0, LatestPatch.Before(SamplerKind.Euler, 50, exact: true));
}
