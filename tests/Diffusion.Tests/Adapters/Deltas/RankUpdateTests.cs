using SwiftDiffusion.Diffusion.Adapters.Deltas;

namespace SwiftDiffusion.Diffusion.Tests.Adapters.Deltas;

public sealed class RankUpdateTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(4, 32, 1)]
    [InlineData(4, 64, 16)]
    [InlineData(5, 33, 3)]
    [InlineData(7, 31, 4)]
    [InlineData(13, 100, 7)]
    [InlineData(64, 36, 8)]
    [InlineData(9, 320, 128)]
    public void Add_AnyShape_AddsTheProduct(int rows, int width, int rank)
    {
        var (w, u, d) = (Numbers.Of("w", rows * width), Numbers.Of("u", rows * rank), Numbers.Of("d", rank * width));
        var expected = new double[w.Length];
        for (var i = 0; i < w.Length; i++)
        {
            var (row, column) = Math.DivRem(i, width);
            expected[i] = w[i] + (0.3 * Enumerable.Range(0, rank).Sum(k => (double)u[(row * rank) + k] * d[(k * width) + column]));
        }

        RankUpdate.Add(w, u, new StripedMatrix(d, rank), 0.3f);
        Assert.All(w.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5 * Math.Sqrt(rank)));
    }

    [Fact]
    public void Add_RowsByThemselves_GivesTheSameBits()
    {
        // What is merged must not depend on how it is cut into blocks.
        var (u, d) = (Numbers.Of("u", 12 * 5), new StripedMatrix(Numbers.Of("d", 5 * 96), 5));
        var (whole, cut) = (Numbers.Of("w", 12 * 96), Numbers.Of("w", 12 * 96));
        RankUpdate.Add(whole, u, d, 0.7f);
        RankUpdate.Add(cut.AsSpan(0, 3 * 96), u.AsSpan(0, 3 * 5), d, 0.7f);
        RankUpdate.Add(cut.AsSpan(3 * 96), u.AsSpan(3 * 5), d, 0.7f);
        Assert.Equal(whole, cut);
    }

    [Fact]
    public void Add_FactorOfOtherRank_Throws() =>
        Assert.Throws<ArgumentException>(() => RankUpdate.Add(new float[8], new float[5], new StripedMatrix(new float[8], 2), 1));

    [Fact]
    public void Strips_WidthOfNoWholeStrips_AreFilledUpWithZeros()
    {
        var matrix = new StripedMatrix(Numbers.Of("m", 2 * 40), 2);
        Assert.Equal((2, 40, 2), (matrix.Rows, matrix.Width, matrix.Strips));
        Assert.Equal([.. Numbers.Of("m", 80).AsSpan(72, 8), .. new float[24]], matrix[1][32..].ToArray());
    }
}
