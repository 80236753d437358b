using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;

public sealed class MersenneTwisterTests
{
    [Theory]
    [InlineData(0u, new[] { 2357136044u, 2546248239u, 3071714933u, 3626093760u })]
    [InlineData(42u, new[] { 1608637542u, 3421126067u, 4083286876u, 787846414u })]
    public void Next_Seed_GivesKnownNumbers(uint seed, uint[] expected)
    {
        var twister = new MersenneTwister(seed);
        Assert.Equal(expected, expected.Select(_ => twister.Next()));
    }

    // What the C++ standard requires of std::mt19937.
    [Fact]
    public void Next_TenThousandthOfTheDefaultSeed_IsTheStandards()
    {
        var twister = new MersenneTwister(5489);
        for (var i = 1; i < 10_000; i++)
        {
            twister.Next();
        }

        Assert.Equal(4123659995u, twister.Next());
    }

    [Fact]
    public void NextSingle_FirstOfSeed0_TakesTheLow24Bits() => Assert.Equal((2357136044u & 0xFFFFFF) / 16777216f, new MersenneTwister(0).NextSingle());

    [Fact]
    public void NextDouble_FirstOfSeed0_TakesTheHighHalfFirst() =>
        Assert.Equal((((2357136044UL << 32) | 2546248239UL) & ((1UL << 53) - 1)) / 9007199254740992d, new MersenneTwister(0).NextDouble());
}
