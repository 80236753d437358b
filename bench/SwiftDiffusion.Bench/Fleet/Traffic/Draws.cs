namespace SwiftDiffusion.Bench.Fleet.Traffic;

/// <summary>Draws from distributions.</summary>
internal static class Draws
{
    /// <summary>The 95th percentile of the normal distribution.</summary>
    private const double Z95 = 1.645;

    /// <summary>A waiting time with a mean.</summary>
    public static double Exponential(this Random random, double mean) => -mean * Math.Log(1 - random.NextDouble());

    /// <summary>A number with a median and a 95th percentile, normal in its logarithm.</summary>
    public static double LogNormal(this Random random, double p50, double p95) => p50 * Math.Exp(Math.Log(p95 / p50) / Z95 * random.Normal());

    /// <summary>A standard normal number.</summary>
    public static double Normal(this Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>How many, by the share of each number from none up.</summary>
    public static int Count(this Random random, params ReadOnlySpan<double> shares)
    {
        var u = random.NextDouble();
        for (var n = 0; n < shares.Length; n++)
        {
            u -= shares[n];
            if (u < 0)
            {
                return n;
            }
        }

        return shares.Length - 1;
    }

    /// <summary>Different items of a catalogue.</summary>
    public static int[] Items(this Random random, CumulativeShares catalogue, int count)
    {
        var items = new HashSet<int>();
        while (items.Count < count)
        {
            items.Add(catalogue.Draw(random));
        }

        return [.. items];
    }
}
