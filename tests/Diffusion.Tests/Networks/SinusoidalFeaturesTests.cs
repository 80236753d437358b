using SwiftDiffusion.Diffusion.Networks;

namespace SwiftDiffusion.Diffusion.Tests.Networks;

public sealed class SinusoidalFeaturesTests
{
    [Fact]
    public void Write_Zero_IsOnesThenZeros() => Assert.Equal([1f, 1, 0, 0], Write(0));

    // Frequencies run from 1 down to 10000^−½ for two of them.
    [Fact]
    public void Write_Timestep_IsCosinesThenSines()
    {
        float[] expected = [MathF.Cos(7), MathF.Cos(0.07f), MathF.Sin(7), MathF.Sin(0.07f)];
        Assert.Equal(expected, Write(7), (want, got) => Math.Abs(want - got) < 1e-6f);
    }

    [Fact]
    public void Write_SineFirst_SwapsTheHalves()
    {
        var (cosine, sine) = (Write(7), Write(7, cosineFirst: false));
        Assert.Equal(cosine[2..].Concat(cosine[..2]), sine);
    }

    [Fact]
    public void Write_FrequencyShiftOfOne_EndsAtTheLowestFrequency() => Assert.Equal(Math.Sin(7 / 10000.0), Write(7, frequencyShift: 1)[3], 1e-8);

    private static float[] Write(double value, bool cosineFirst = true, double frequencyShift = 0)
    {
        var features = new float[4];
        SinusoidalFeatures.Write(value, features, cosineFirst, frequencyShift);
        return features;
    }
}
