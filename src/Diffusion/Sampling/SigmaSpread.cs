namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>N noise levels between a largest and a smallest σ, both included; one level is the largest.</summary>
internal static class SigmaSpread
{
    private const double Rho = 7;

    public static double[] Between(SigmaSchedule schedule, double max, double min, int count) => schedule switch
    {
        SigmaSchedule.Karras => Karras(max, min, count),
        SigmaSchedule.Exponential => Exponential(Math.Log(max), Math.Log(min), count),
        SigmaSchedule.Beta => Beta(max, min, count),
        _ => throw new ArgumentOutOfRangeException(nameof(schedule), schedule, "These levels come from the timesteps."),
    };

    /// <summary>exp of evenly spread logarithms.</summary>
    public static double[] Exponential(double logMax, double logMin, int count) => Spread(count, u => Math.Exp(logMax + u * (logMin - logMax)));

    // σ_i = (σ_max^(1/ρ) + i/(N−1)·(σ_min^(1/ρ) − σ_max^(1/ρ)))^ρ: arXiv:2206.00364, equation 5.
    private static double[] Karras(double max, double min, int count)
    {
        var (top, bottom) = (Math.Pow(max, 1 / Rho), Math.Pow(min, 1 / Rho));
        return Spread(count, u => Math.Pow(top + u * (bottom - top), Rho));
    }

    // The quantiles of Beta(0.6, 0.6): arXiv:2407.12173.
    private static double[] Beta(double max, double min, int count) => Spread(count, u => min + BetaDistribution.Quantile(1 - u) * (max - min));

    private static double[] Spread(int count, Func<double, double> level) =>
        [.. Enumerable.Range(0, count).Select(i => level(count == 1 ? 0 : (double)i / (count - 1)))];
}
