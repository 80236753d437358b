namespace SwiftDiffusion.Bench.Fleet.Scaling;

/// <summary>How a pool follows its queues; as the chart's <c>autoscaling</c>, in seconds. The defaults are the chart's.</summary>
internal sealed record ScalingPolicy
{
    public int MinReplicas { get; init; }

    public int MaxReplicas { get; init; } = 4;

    /// <summary>Jobs in queue or in hand, per worker.</summary>
    public int JobsPerWorker { get; init; } = 2;

    public double PollingInterval { get; init; } = 15;

    /// <summary>Without any job, before the last worker goes.</summary>
    public double Cooldown { get; init; } = 900;

    /// <summary>How long a smaller number must have been enough.</summary>
    public double ScaleDownStabilization { get; init; } = 600;

    /// <summary>Between two workers that go.</summary>
    public double ScaleDownPeriod { get; init; } = 120;
}
