using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;

public sealed class PhiloxRandomTests
{
    // The known answers that come with the algorithm's reference implementation.
    [Fact]
    public void Rounds_Zeros_GivesKnownAnswer() => Assert.Equal((0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u), PhiloxRandom.Rounds((0, 0, 0, 0), (0, 0)));

    [Fact]
    public void Rounds_Ones_GivesKnownAnswer() => Assert.Equal(
        (0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu), PhiloxRandom.Rounds((uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue), (uint.MaxValue, uint.MaxValue)));

    [Theory]
    [InlineData(0, new double[] { -.9246625, -.4253439, -2.6438458, .1451839, -.1208666, -.5797257, -.6228516, -.3283871, -1.0745417, -.3631441, -1.6710503, 2.2655048 })]
    [InlineData(42, new double[] { .1940189, 2.1613741, -.1720506, .8490601, -1.9243991, .6529855, -.6494411, -.8175247 })]
    [InlineData(12345678901234, new double[] { .2386101, -.1810317, .2250495, -.0236007 })]
    public void Fill_Seed_GivesTorchsNoiseOnCuda(long seed, double[] expected) => Near.Equal(expected, Draw(new PhiloxRandom((ulong)seed), expected.Length), relative: 2e-6);

    [Fact]
    public void Fill_Again_GivesTheNextDraw()
    {
        var random = new PhiloxRandom(0);
        Draw(random, 7);
        Near.Equal([.1808258, -.5522627, .9238133, -.7349703], Draw(random, 4), relative: 2e-6);
    }

    [Fact]
    public void Fill_Longer_BeginsWithTheSameNoise() => Assert.Equal(Draw(new PhiloxRandom(7), 5), Draw(new PhiloxRandom(7), 500)[..5]);

    private static float[] Draw(PhiloxRandom random, int count)
    {
        var noise = new float[count];
        random.Fill(noise);
        return noise;
    }
}
