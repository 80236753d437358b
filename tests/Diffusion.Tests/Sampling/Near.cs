namespace SwiftDiffusion.Diffusion.Tests.Sampling;

/// <summary>Compares numbers with reference values that were written down with as many digits as a float has.</summary>
internal static class Near
{
    /// <summary>Asserts equal length, and that each is within <paramref name="relative"/> of the value expected.</summary>
    public static void Equal(double[] expected, IEnumerable<double> actual, double relative = 3e-6) =>
        Assert.Equal(expected, actual, (want, got) => Math.Abs(want - got) <= relative * Math.Max(Math.Abs(want), 1e-3));

    /// <summary>Asserts equal length, and that each is within <paramref name="relative"/> of the value expected.</summary>
    public static void Equal(double[] expected, IEnumerable<float> actual, double relative = 3e-6) => Equal(expected, actual.Select(value => (double)value), relative);
}
