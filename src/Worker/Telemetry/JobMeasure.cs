using System.Diagnostics;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Results;

namespace SwiftDiffusion.Worker.Telemetry;

/// <summary>The measures of one job, from its pick-up to its end.</summary>
/// <param name="model">The model's name for metrics.</param>
/// <param name="time">The clock.</param>
internal sealed class JobMeasure(string model, TimeProvider time)
{
    private readonly long begun = time.GetTimestamp();
    private FailureReason? reason;

    /// <summary>What became of the job: it goes back, unless someone says otherwise.</summary>
    public JobOutcome Outcome { get; set; } = JobOutcome.Returned;

    /// <summary>It has come to its turn.</summary>
    public void Taken(JobPriority priority, double? queue) => WorkerMetrics.Taken(model, priority, queue);

    /// <summary>It was painted, stored and told.</summary>
    public void Painted(JobResult result)
    {
        Outcome = JobOutcome.Succeeded;
        WorkerMetrics.Painted(model, result);
    }

    /// <summary>It was failed.</summary>
    public void Failed(FailureReason why) => (Outcome, reason) = (JobOutcome.Failed, why);

    /// <summary>It is no longer in hand.</summary>
    public void End()
    {
        Activity.Current?.SetTag("swiftdiffusion.outcome", Outcome.ToString()).SetTag("swiftdiffusion.reason", reason?.ToString());
        WorkerMetrics.Ended(model, Outcome, time.GetElapsedTime(begun), reason);
    }
}
