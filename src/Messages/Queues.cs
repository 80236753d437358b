using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Messages;

/// <summary>Names of queues: the one place that sender, worker and autoscaler share.</summary>
public static class Queues
{
    /// <summary>Where jobs go that the broker gave up delivering.</summary>
    public const string Dead = "generate.dead";

    /// <summary>The queue of a model's jobs: <c>generate.&lt;model&gt;</c>, and <c>generate.&lt;model&gt;.low</c> for those of low priority.</summary>
    public static string Generate(string model, JobPriority priority = JobPriority.Normal) => priority == JobPriority.Low ? $"generate.{model}.low" : $"generate.{model}";
}
