using System.Globalization;
using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Bench.Fleet.Traffic;

/// <summary>Traffic like that of Alibaba's GenTD26 trace (SoCC 2025): many base models, few adapters, hours of silence and hours of bustle.</summary>
/// <remarks>From the published figures: popularity of 87 checkpoints, LoRAs per job, seconds of execution, jobs per hour (median 25, 95th percentile 239).</remarks>
internal static class GenTdMix
{
    private const double Hour = 3_600;
    private const double QuietShare = 0.35;

    // How much of an hour's bustle is that of the hour before.
    private const double Memory = 0.8;
    private const double LowShare = 0.1;

    private static readonly CumulativeShares Models = new((1, 0.307), (5, 0.704), (10, 0.866), (20, 0.939), (87, 1));
    private static readonly CumulativeShares Loras = new((24, 0.301), (146, 0.498), (1105, 0.757), (3343, 1));

    /// <summary>Draws some days of it.</summary>
    public static IReadOnlyList<FleetJob> Draw(int days, double rate, int seed)
    {
        var random = new Random(seed);
        var jobs = new List<FleetJob>();
        var bustle = random.Normal();
        for (var hour = 0; hour < days * 24; hour++)
        {
            bustle = (Memory * bustle) + (Math.Sqrt(1 - (Memory * Memory)) * random.Normal());
            var perHour = rate * 25 * Math.Exp(Math.Log(239.0 / 25) / 1.645 * bustle);
            if (random.NextDouble() >= QuietShare)
            {
                for (var t = random.Exponential(Hour / perHour); t < Hour; t += random.Exponential(Hour / perHour))
                {
                    jobs.Add(Job(random, (hour * Hour) + t));
                }
            }
        }

        return jobs;
    }

    /// <summary>Names a checkpoint by its rank.</summary>
    public static string ModelOf(int rank) => string.Create(CultureInfo.InvariantCulture, $"m{rank:d2}");

    private static FleetJob Job(Random random, double t)
    {
        var loras = random.Items(Loras, random.Count(0.832, 0.156, 0.012));
        var painting = loras.Length == 0 ? random.LogNormal(21, 48) : random.LogNormal(49, 106);
        var priority = random.NextDouble() < LowShare ? JobPriority.Low : JobPriority.Normal;
        return new(t, ModelOf(Models.Draw(random)), priority, painting, loras, []);
    }
}
