using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Bench.Fleet.Traffic;

/// <summary>Traffic like that of the online shops of the Katz paper (USENIX ATC 2025, table 1 and the figures of its trace, service A): nearly every job has LoRAs and ControlNets.</summary>
/// <remarks>
/// Counts and popularity of adapters are the paper's. 8,200 jobs a day are its 164,000 in 20 days; that they come by day and in sessions is ours: somebody tries variations with the
/// same adapters, four on average. Painting is that of SDXL at 1024², 50 steps, on an H800: 2.9 s, and 1.6 s for each ControlNet.
/// </remarks>
internal static class KatzMix
{
    private const string Model = "sdxl";
    private const double Day = 86_400;
    private const double JobsPerDay = 8_200;
    private const double JobsPerSession = 4;
    private const double SecondsBetweenVariations = 30;
    private const double LowShare = 0.1;

    private static readonly CumulativeShares Loras = new((3, 0.093), (24, 0.301), (146, 0.498), (1105, 0.757), (3343, 0.916), (6980, 1));

    private static readonly CumulativeShares ControlNets =
        new((1, 0.311), (2, 0.564), (3, 0.735), (4, 0.893), (5, 0.976), (6, 0.987), (7, 0.989), (8, 0.990), (47, 1));

    /// <summary>Draws some days of it.</summary>
    public static IReadOnlyList<FleetJob> Draw(int days, double rate, int seed)
    {
        var random = new Random(seed);
        var jobs = new List<FleetJob>();
        var mean = Day / (JobsPerDay * rate / JobsPerSession);
        for (var t = random.Exponential(mean / 2); t < days * Day; t += random.Exponential(mean / 2))
        {
            // Twice as many are drawn as come: by night few do.
            if (random.NextDouble() < (1 - Math.Cos(2 * Math.PI * t / Day)) / 2)
            {
                AddSession(jobs, random, t);
            }
        }

        return [.. jobs.OrderBy(job => job.Arrival)];
    }

    private static void AddSession(List<FleetJob> jobs, Random random, double t)
    {
        var loras = random.Items(Loras, random.Count(0.002, 0.088, 0.91));
        var controlNets = random.Items(ControlNets, random.Count(0, 0.305, 0.695));
        var priority = random.NextDouble() < LowShare ? JobPriority.Low : JobPriority.Normal;
        do
        {
            jobs.Add(new(t, Model, priority, 2.9 + (1.6 * controlNets.Length), loras, controlNets));
            t += random.Exponential(SecondsBetweenVariations);
        }
        while (random.NextDouble() >= 1 / JobsPerSession);
    }
}
