namespace SwiftDiffusion.Bench.Fleet.Scaling;

/// <summary>A pool: the models that its workers serve, and how many workers there are.</summary>
/// <param name="Models">Its models; the first is loaded at a worker's start.</param>
/// <param name="Scaling">How it follows its queues.</param>
internal sealed record PoolPlan(IReadOnlyList<string> Models, ScalingPolicy Scaling);
