using System.Diagnostics.Metrics;
using SwiftDiffusion.Submitter.Data.Mappings;
using SwiftDiffusion.Submitter.Hosting;
using SwiftDiffusion.Submitter.Webhooks.Sending;

namespace SwiftDiffusion.Submitter.Webhooks;

/// <summary>What is counted about webhooks.</summary>
internal sealed class WebhookMetrics
{
    private readonly Counter<long> attempts;
    private readonly Counter<long> abandoned;
    private readonly Histogram<double> duration;
    private (long Pending, double Age) backlog;

    public WebhookMetrics(SubmitterMetrics metrics)
    {
        var meter = metrics.Meter;
        attempts = meter.CreateCounter<long>("swiftdiffusion.submitter.webhooks.attempts", "{attempt}", "Attempts to deliver a webhook.");
        abandoned = meter.CreateCounter<long>("swiftdiffusion.submitter.webhooks.abandoned", "{delivery}", "Deliveries given up at the end of their schedule.");
        duration = meter.CreateHistogram("swiftdiffusion.submitter.webhooks.duration", "s", "Of an attempt.", advice: SubmitterMetrics.Seconds);
        meter.CreateObservableGauge("swiftdiffusion.submitter.webhooks.pending", () => backlog.Pending, "{delivery}", "Deliveries not yet done.");
        meter.CreateObservableGauge("swiftdiffusion.submitter.webhooks.age", () => backlog.Age, "s", "How long the most overdue delivery is due.");
        abandoned.Add(0);
        foreach (var outcome in Enum.GetValues<AttemptOutcome>())
        {
            attempts.Add(0, Tag(outcome));
        }
    }

    /// <summary>An attempt was made.</summary>
    public void Attempted(AttemptResult result)
    {
        attempts.Add(1, Tag(result.Outcome));
        duration.Record(result.Duration.TotalSeconds, Tag(result.Outcome));
    }

    /// <summary>A delivery was given up at the end of its schedule.</summary>
    public void Abandoned() => abandoned.Add(1);

    /// <summary>What waits at present.</summary>
    public void Waiting(long pending, TimeSpan age) => backlog = (pending, age.TotalSeconds);

    private static KeyValuePair<string, object?> Tag(AttemptOutcome outcome) => new("outcome", SnakeCase.Of(outcome.ToString()));
}
