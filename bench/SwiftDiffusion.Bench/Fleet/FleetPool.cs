using SwiftDiffusion.Bench.Fleet.Broker;
using SwiftDiffusion.Bench.Fleet.Scaling;
using SwiftDiffusion.Messages;
using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Bench.Fleet;

/// <summary>A pool while it runs: its queues, its workers, and the autoscaler that looks at them.</summary>
internal sealed class FleetPool
{
    private readonly VirtualClock clock;
    private readonly FleetCosts costs;
    private readonly PoolPlan plan;
    private readonly Autoscaler autoscaler;
    private readonly Dictionary<string, JobQueue> queues = [];
    private readonly List<(JobQueue Queue, JobPriority Priority)> subscriptions = [];
    private readonly List<FleetWorker> workers = [];

    public FleetPool(VirtualClock clock, FleetCosts costs, PoolPlan plan)
    {
        (this.clock, this.costs, this.plan, autoscaler) = (clock, costs, plan, new Autoscaler(plan.Scaling));
        foreach (var model in plan.Models)
        {
            foreach (var priority in Enum.GetValues<JobPriority>())
            {
                queues[Queues.Generate(model, priority)] = new JobQueue();
                subscriptions.Add((queues[Queues.Generate(model, priority)], priority));
            }
        }

        Scale(plan.Scaling.MinReplicas);
        Look();
    }

    /// <summary>Workers that have ended and those that are left, for their figures.</summary>
    public List<FleetWorker> Everyone { get; } = [];

    /// <summary>Seconds that workers existed, from their start to the end of their drain.</summary>
    public double WorkerSeconds => endedSeconds + alive.Sum(worker => clock.Now - worker.Started);

    private readonly HashSet<FleetWorker> alive = [];
    private double endedSeconds;

    /// <summary>Puts a job into its queue.</summary>
    public void Publish(FleetJob job) => queues[Queues.Generate(job.Model, job.Priority)].Publish(job);

    private void Look()
    {
        Scale(autoscaler.Next(clock.Now, queues.Values.Sum(queue => queue.Messages), workers.Count));
        clock.After(plan.Scaling.PollingInterval, Look);
    }

    private void Scale(int wanted)
    {
        while (workers.Count < wanted)
        {
            var worker = new FleetWorker(clock, costs, subscriptions, plan.Models[0], End);
            workers.Add(worker);
            alive.Add(worker);
            Everyone.Add(worker);
        }

        while (workers.Count > wanted)
        {
            // Nobody can choose which one goes; a ReplicaSet takes the youngest.
            var worker = workers[^1];
            workers.Remove(worker);
            worker.Drain();
        }
    }

    private void End(FleetWorker worker)
    {
        if (alive.Remove(worker))
        {
            endedSeconds += clock.Now - worker.Started;
        }
    }
}
