using SwiftDiffusion.Bench.Fleet.Scaling;

namespace SwiftDiffusion.Bench.Fleet;

/// <summary>Replays traffic against pools, in virtual time.</summary>
internal static class FleetRun
{
    /// <summary>Runs until every job is painted.</summary>
    /// <param name="jobs">The traffic, by arrival. Its jobs are filled in.</param>
    /// <param name="pools">Together they serve every model of the traffic, each in one pool.</param>
    /// <param name="costs">What takes time.</param>
    public static FleetOutcome Replay(IReadOnlyList<FleetJob> jobs, IReadOnlyList<PoolPlan> pools, FleetCosts costs)
    {
        var clock = new VirtualClock();
        var running = pools.Select(plan => (plan.Models, Pool: new FleetPool(clock, costs, plan))).ToArray();
        var byModel = running.SelectMany(pool => pool.Models.Select(model => (model, pool.Pool))).ToDictionary(pair => pair.model, pair => pair.Pool);
        foreach (var job in jobs)
        {
            job.Wait = double.NaN;
            clock.After(job.Arrival, () => byModel[job.Model].Publish(job));
        }

        var unpainted = jobs.Count;
        var last = jobs[^1].Arrival;
        clock.Run(() =>
        {
            // Counting them all at every event would take the square of their number.
            while (unpainted > 0 && !double.IsNaN(jobs[unpainted - 1].Wait))
            {
                unpainted--;
            }

            return unpainted == 0 && clock.Now > last;
        });
        return FleetOutcome.Of(jobs, [.. running.Select(pool => pool.Pool)], clock.Now);
    }
}
