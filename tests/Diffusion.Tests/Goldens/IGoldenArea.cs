namespace SwiftDiffusion.Diffusion.Tests.Goldens;

/// <summary>Computes the cases of one area with the engine and compares.</summary>
internal interface IGoldenArea
{
    /// <summary>The <c>area</c> of index.json.</summary>
    string Name { get; }

    /// <summary>Every comparison of the case, passed or not.</summary>
    IEnumerable<GoldenCheck> Run(GoldenCase golden);
}

/// <summary>One comparison: how far off, and how far it may be.</summary>
internal sealed record GoldenCheck(string What, double Error, double Bar)
{
    // Written so that NaN fails.
    public bool Passed => Error <= Bar;

    /// <summary>Largest absolute error relative to the expected tensor's largest magnitude; networks and samplers may reach 1e-4.</summary>
    public static GoldenCheck Tensor(string what, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double bar = 1e-4)
    {
        if (expected.Length != actual.Length)
        {
            return new GoldenCheck($"{what} has {actual.Length} elements, expected {expected.Length}", double.PositiveInfinity, bar);
        }

        double error = 0, scale = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs((double)expected[i] - actual[i]);
            error = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(error, difference);
            scale = Math.Max(scale, Math.Abs(expected[i]));
        }

        return new GoldenCheck(what, error / Math.Max(scale, 1e-12), bar);
    }

    /// <summary>Largest absolute error, for values on a fixed scale.</summary>
    public static GoldenCheck Difference(string what, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double bar)
    {
        var check = Tensor(what, expected, actual, bar);
        float scale = 0;
        foreach (var value in expected)
        {
            scale = Math.Max(scale, Math.Abs(value));
        }

        return check with { Error = check.Error * scale };
    }

    /// <summary>Token ids and the like: equal or not.</summary>
    public static GoldenCheck Equal<T>(string what, IEnumerable<T> expected, IEnumerable<T> actual) => new(what, expected.SequenceEqual(actual) ? 0 : double.PositiveInfinity, 0);
}
