using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;

/// <summary>Values that torch printed, with 7 or 8 digits; the goldens compare bit for bit.</summary>
public sealed class TorchRandomTests
{
    private const int Latent = 4 * 64 * 64;
    private const double Printed = 2e-7;

    [Theory]
    [InlineData(0u, new double[] { -1.1258398, -1.1523602, -.25057858, -.43387881, .84871036, .69200915, -.31601277, -2.1152194 }, new double[] { .09078388, -1.3664697, -1.0782080 })]
    [InlineData(42u, new double[] { 1.9269153, 1.4872841, .9007172, -2.1055210, .67841846, -1.2345449, -.04306748, -1.6046669 }, new double[] { -.63575047, .97280973, -.29340610 })]
    public void Fill_LatentOf512Pixels_IsTorchs(uint seed, double[] first, double[] last)
    {
        var noise = Draw(new TorchRandom(seed), Latent);
        Near.Equal(first, noise[..first.Length], Printed);
        Near.Equal(last, noise[^last.Length..], Printed);
    }

    [Fact]
    public void Fill_FewerThan16_IsTorchs() => Near.Equal([1.5409961, -.2934289, -2.1787894, .5684313, -1.0845224], Draw(new TorchRandom(0), 5), Printed);

    [Fact]
    public void Fill_NoMultipleOf16_DrawsTheLast16Afresh()
    {
        var noise = Draw(new TorchRandom(0), 20);
        double[] expected =
        [
            -1.1258398, -1.1523602, -.2505786, -.4338788, .5988395, -1.5550951, -.3413604, 1.8530061, .4680964, -.1577124,
            1.4436601, .2660494, 1.3893662, 1.5863342, .9462984, -.8436767, .9318266, 1.2590092, 2.0049806, .0537369,
        ];
        Near.Equal(expected, noise, relative: 1e-6); // .0537369 has 6 digits
    }

    [Fact]
    public void Fill_TwoLongDraws_AreOneStream()
    {
        var random = new TorchRandom(3);
        float[] two = [.. Draw(random, 32), .. Draw(random, 64)];
        Assert.Equal(Draw(new TorchRandom(3), 96), two);
    }

    // The second of a pair waits in the generator, however many long draws lie between.
    [Fact]
    public void Fill_OddShortDraw_KeepsTheSecondOfThePair()
    {
        var random = new TorchRandom(5);
        var first = Draw(random, 1);
        Draw(random, 16);
        Assert.Equal(Draw(new TorchRandom(5), 2), first.Concat(Draw(random, 1)));
    }

    [Fact]
    public void Fill_ManyNumbers_AreStandardNormal()
    {
        var noise = Draw(new TorchRandom(11), 1 << 16);
        var mean = noise.Average(value => (double)value);
        Assert.Equal(0, mean, 0.02);
        Assert.Equal(1, noise.Average(value => (value - mean) * (value - mean)), 0.02);
    }

    private static float[] Draw(TorchRandom random, int count)
    {
        var noise = new float[count];
        random.Fill(noise);
        return noise;
    }
}
