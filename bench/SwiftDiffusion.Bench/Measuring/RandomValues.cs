namespace SwiftDiffusion.Bench.Measuring;

/// <summary>Values for inputs whose content doesn't matter.</summary>
internal static class RandomValues
{
    /// <summary>Fills with values from -1 to 1; equal seeds give equal values.</summary>
    public static void Fill(Span<float> values, int seed)
    {
        var random = new Random(seed);
        foreach (ref var value in values)
        {
            value = (2 * random.NextSingle()) - 1;
        }
    }
}
