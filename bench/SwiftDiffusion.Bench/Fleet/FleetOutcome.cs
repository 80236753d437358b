namespace SwiftDiffusion.Bench.Fleet;

/// <summary>What came of a run.</summary>
/// <param name="WaitP50">Seconds from arrival to the first step, median.</param>
/// <param name="WaitP95">The same, of 95 %.</param>
/// <param name="WaitP99">The same, of 99 %.</param>
/// <param name="GpuHours">Hours that workers existed.</param>
/// <param name="Utilization">The share of them in which something was painted.</param>
/// <param name="LoraHits">Share of LoRAs that were in memory; not a number where there were none.</param>
/// <param name="ControlNetHits">Share of ControlNets that were in memory; not a number where there were none.</param>
/// <param name="ModelSwitches">How often a worker changed its base model.</param>
/// <param name="Workers">How many workers were started.</param>
internal sealed record FleetOutcome(
    double WaitP50, double WaitP95, double WaitP99, double GpuHours, double Utilization, double LoraHits, double ControlNetHits, int ModelSwitches, int Workers)
{
    public static FleetOutcome Of(IReadOnlyList<FleetJob> jobs, IReadOnlyList<FleetPool> pools, double end)
    {
        var waits = jobs.Select(job => job.Wait).Order().ToArray();
        var workers = pools.SelectMany(pool => pool.Everyone).ToArray();
        var hours = pools.Sum(pool => pool.WorkerSeconds) / 3600;
        return new(
            Quantile(waits, 0.50),
            Quantile(waits, 0.95),
            Quantile(waits, 0.99),
            hours,
            end > 0 ? workers.Sum(worker => worker.Painted) / 3600 / hours : 0,
            Share(workers.Select(worker => worker.Loras)),
            Share(workers.Select(worker => worker.ControlNets)),
            workers.Sum(worker => worker.ModelSwitches),
            workers.Length);
    }

    /// <summary>The smallest value that a share of all does not exceed.</summary>
    private static double Quantile(double[] ordered, double share) => ordered[Math.Max(0, (int)Math.Ceiling(share * ordered.Length) - 1)];

    private static double Share(IEnumerable<(int Hits, int Misses)> counts)
    {
        var (hits, misses) = counts.Aggregate((sum, next) => (sum.Hits + next.Hits, sum.Misses + next.Misses));
        return hits / (double)(hits + misses);
    }
}
