using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;

public sealed class PerImageNoiseTests
{
    [Fact]
    public void Fill_Batch_GivesEachImageTheNoiseOfItsOwnSeed()
    {
        var batch = new float[3 * 64];
        PerImageNoise.FromSeed(41, 3).Fill(batch);
        for (var image = 0; image < 3; image++)
        {
            var alone = new float[64];
            new TorchRandom(41 + (uint)image).Fill(alone);
            Assert.Equal(alone, batch[(image * 64)..((image + 1) * 64)]);
        }
    }

    [Fact]
    public void Fill_Again_GoesOnInEveryStream()
    {
        var noise = PerImageNoise.FromSeed(1, 2);
        var (first, second) = (new float[2 * 16], new float[2 * 16]);
        noise.Fill(first);
        noise.Fill(second);
        var alone = new float[32];
        new TorchRandom(2).Fill(alone);
        Assert.Equal(alone, first[16..].Concat(second[16..]));
    }

    [Fact]
    public void FromSeed_LargestSeed_WrapsAround()
    {
        var (batch, zero) = (new float[2 * 16], new float[16]);
        PerImageNoise.FromSeed(uint.MaxValue, 2).Fill(batch);
        new TorchRandom(0).Fill(zero);
        Assert.Equal(zero, batch[16..]);
    }

    [Fact]
    public void Fill_NotDivisible_SaysSo()
    {
        var error = Assert.Throws<ArgumentException>(() => PerImageNoise.FromSeed(0, 2).Fill(new float[33]));
        Assert.StartsWith("A batch of 33 elements cannot be split evenly among 2 images.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromSeed_NoImage_Refuses() => Assert.Throws<ArgumentOutOfRangeException>(() => PerImageNoise.FromSeed(0, 0));
}
