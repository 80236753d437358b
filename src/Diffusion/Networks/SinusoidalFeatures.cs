namespace SwiftDiffusion.Diffusion.Networks;

/// <summary>Sinusoidal features of a number, as of positions in arXiv:1706.03762, section 3.5.</summary>
internal static class SinusoidalFeatures
{
    /// <summary>Writes cos and sin of <paramref name="value"/> at frequencies from 1 down to 1/10000.</summary>
    /// <param name="value">A timestep, or one of SDXL's sizes.</param>
    /// <param name="features">Receives one half of cosines and one of sines; of even length.</param>
    /// <param name="cosineFirst">Which half comes first: <c>flip_sin_to_cos</c> of the configuration.</param>
    /// <param name="frequencyShift"><c>freq_shift</c> of the configuration.</param>
    /// <remarks>In single precision, since diffusers rounds the angle to it.</remarks>
    public static void Write(double value, Span<float> features, bool cosineFirst = true, double frequencyShift = 0)
    {
        var half = features.Length / 2;
        var cosines = cosineFirst ? features[..half] : features[half..];
        var sines = cosineFirst ? features[half..] : features[..half];
        for (var i = 0; i < half; i++)
        {
            var frequency = MathF.Exp(-MathF.Log(10000) * i / (half - (float)frequencyShift));
            var angle = (float)value * frequency;
            (sines[i], cosines[i]) = MathF.SinCos(angle);
        }
    }
}
