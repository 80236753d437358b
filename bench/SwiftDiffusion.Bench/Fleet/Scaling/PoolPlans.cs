namespace SwiftDiffusion.Bench.Fleet.Scaling;

/// <summary>Ways to put models into pools, and numbers to scale by.</summary>
internal static class PoolPlans
{
    private const int Favourites = 5;

    /// <summary>Everything that is compared for some traffic: name and pools.</summary>
    public static IEnumerable<(string Name, IReadOnlyList<PoolPlan> Pools)> For(IReadOnlyList<FleetJob> jobs)
    {
        var models = jobs.CountBy(job => job.Model).OrderByDescending(count => count.Value).Select(count => count.Key).ToArray();
        var defaults = new ScalingPolicy();
        yield return ("defaults", FavouritesAndRest(models, defaults));
        if (models.Length > 1)
        {
            yield return ("layout.one_pool", [new(models, defaults with { MaxReplicas = 8 })]);
            yield return ("layout.pool_per_model", PerModel(models, defaults));
        }

        foreach (var (name, policy) in Variations(defaults).Where(variation => variation.Policy != defaults))
        {
            yield return (name, FavouritesAndRest(models, policy));
        }
    }

    private static IEnumerable<(string Name, ScalingPolicy Policy)> Variations(ScalingPolicy defaults)
    {
        yield return ("always_all", defaults with { MinReplicas = defaults.MaxReplicas });
        yield return ("min_replicas.1", defaults with { MinReplicas = 1 });
        (string Name, int[] Values, Func<int, ScalingPolicy> Vary)[] sweeps =
        [
            ("jobs_per_worker", [1, 2, 3, 4, 8], jobs => defaults with { JobsPerWorker = jobs }),
            ("cooldown", [300, 900, 1800, 3600], seconds => defaults with { Cooldown = seconds }),
            ("stabilization", [0, 300, 600, 1200], seconds => defaults with { ScaleDownStabilization = seconds }),
            ("polling", [5, 15, 60], seconds => defaults with { PollingInterval = seconds }),
        ];
        foreach (var (name, values, vary) in sweeps)
        {
            foreach (var value in values)
            {
                yield return ($"{name}.{value}", vary(value));
            }
        }
    }

    private static PoolPlan[] PerModel(string[] models, ScalingPolicy policy) => [.. models.Select(model => new PoolPlan([model], policy))];

    private static PoolPlan[] FavouritesAndRest(string[] models, ScalingPolicy policy) => models.Length <= Favourites
        ? PerModel(models, policy)
        : [.. PerModel(models[..Favourites], policy), new(models[Favourites..], policy)];
}
