using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;


public sealed class BetaDistributionTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 0.5)]
    [InlineData(1, 1)]
    public void Quantile_Landmark_IsExact(double p, double expected) => Assert.Equal(expected, BetaDistribution.Quantile(p), 12);

    // The share below x is the integral of the density, here by the midpoint rule over u = tᵏ, which tames the pole at 0.
    [Theory]
    [InlineData(0.001)]
    [InlineData(0.1)]
    [InlineData(0.3)]
    [InlineData(0.49)]
    [InlineData(0.75)]
    public void Quantile_Share_LiesBelowIt(double p) => Assert.Equal(p, Mass(BetaDistribution.Quantile(p)) / (2 * Mass(0.5)), 6);

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Quantile_NoShare_Refuses(double p) => Assert.Throws<ArgumentOutOfRangeException>(() => BetaDistribution.Quantile(p));

    private static double Mass(double x)
    {
        const int Pieces = 200_000;
        if (x > 0.5)
        {
            return 2 * Mass(0.5) - Mass(1 - x);
        }

        var end = Math.Pow(x, 0.6); // du·u^−0.4 = dt/0.6 with t = u^0.6
        return Enumerable.Range(0, Pieces).Sum(i => Math.Pow(1 - Math.Pow((i + 0.5) * end / Pieces, 1 / 0.6), -0.4)) * end / Pieces / 0.6;
    }
}
