namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>Beta(a, a) with a = 0.6.</summary>
internal static class BetaDistribution
{
    private const double A = 0.6;

    private static readonly double HalfMass = Mass(0.5);

    /// <summary>The x below which a share <paramref name="p"/> of the distribution lies.</summary>
    public static double Quantile(double p)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(p);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(p, 1);
        return p > 0.5 ? 1 - LowerQuantile(1 - p) : LowerQuantile(p);
    }

    // Newton's method. The mass is concave below ½, so that all iterates but the first lie below the root and rise to it.
    private static double LowerQuantile(double p)
    {
        var target = 2 * p * HalfMass;
        var x = Math.Pow(A * target, 1 / A); // exact for small x
        for (var i = 0; i < 20 && x > 0; i++)
        {
            x -= (Mass(x) - target) / Math.Pow(x * (1 - x), A - 1);
        }

        return x;
    }

    // ∫₀ˣ (u(1−u))^(a−1) du = xᵃ Σ_k (1−a)_k/k! · xᵏ/(a+k): DLMF 8.17.7, for x not far above ½.
    private static double Mass(double x)
    {
        var (sum, term) = (1 / A, 1.0);
        for (var k = 1; k <= 100; k++)
        {
            term *= (k - A) / k * x;
            sum += term / (A + k);
        }

        return Math.Pow(x, A) * sum;
    }
}
