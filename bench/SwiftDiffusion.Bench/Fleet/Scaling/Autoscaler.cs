namespace SwiftDiffusion.Bench.Fleet.Scaling;

/// <summary>What KEDA and the HorizontalPodAutoscaler behind it make of queue lengths.</summary>
/// <remarks>
/// KEDA switches between none and one by itself: on with the first job, off after the cooldown. Between one and the maximum the autoscaler of Kubernetes asks for
/// ceil(jobs / jobs per worker), leaves a difference below a tenth alone, grows by 4 or to twice in 15 seconds, and shrinks to the largest number of the stabilization window.
/// </remarks>
internal sealed class Autoscaler(ScalingPolicy policy)
{
    private const double Tolerance = 0.1;
    private const int GrowthPods = 4;

    private readonly Queue<(double Time, int Wanted)> window = new();
    private double lastActive = double.NegativeInfinity;
    private double lastShrink = double.NegativeInfinity;

    /// <summary>How many workers there should be.</summary>
    /// <param name="now">The time.</param>
    /// <param name="jobs">Jobs in the pool's queues, those in hand included.</param>
    /// <param name="replicas">How many there are.</param>
    public int Next(double now, int jobs, int replicas)
    {
        lastActive = jobs > 0 ? now : lastActive;
        if (replicas == 0)
        {
            return jobs > 0 ? Math.Max(1, policy.MinReplicas) : policy.MinReplicas;
        }

        if (jobs == 0 && policy.MinReplicas == 0 && now - lastActive >= policy.Cooldown)
        {
            window.Clear();
            return 0;
        }

        return Between(now, jobs, replicas);
    }

    private int Between(double now, int jobs, int replicas)
    {
        var ratio = jobs / ((double)replicas * policy.JobsPerWorker);
        var wanted = Math.Abs(ratio - 1) <= Tolerance ? replicas : (int)Math.Ceiling(jobs / (double)policy.JobsPerWorker);
        wanted = Math.Clamp(wanted, Math.Max(1, policy.MinReplicas), policy.MaxReplicas);
        window.Enqueue((now, wanted));
        while (window.Peek().Time < now - policy.ScaleDownStabilization)
        {
            window.Dequeue();
        }

        if (wanted > replicas)
        {
            return Math.Min(wanted, Math.Max(replicas + GrowthPods, replicas * 2));
        }

        if (window.Max(recommendation => recommendation.Wanted) >= replicas || now - lastShrink < policy.ScaleDownPeriod)
        {
            return replicas;
        }

        lastShrink = now;
        return replicas - 1;
    }
}
