using System.Diagnostics.Metrics;
using SwiftDiffusion.Submitter.Data.Mappings;
using SwiftDiffusion.Submitter.Jobs;

namespace SwiftDiffusion.Submitter.Hosting;

/// <summary>What the submitter counts about jobs. Tags are few and bounded: never a job, a tenant or a text of theirs.</summary>
internal sealed class SubmitterMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "SwiftDiffusion.Submitter";

    /// <summary>Buckets of seconds, from a database's answer to a long job.</summary>
    public static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800] };

    private readonly Counter<long> accepted;
    private readonly Counter<long> refused;
    private readonly Counter<long> finished;
    private readonly Counter<long> dispatches;
    private readonly Counter<long> reconciled;
    private readonly Histogram<double> duration;
    private readonly Histogram<double> dispatchDelay;
    private readonly UpDownCounter<long> streams;

    public SubmitterMetrics(IMeterFactory meters)
    {
        Meter = meters.Create(MeterName);
        accepted = Meter.CreateCounter<long>("swiftdiffusion.submitter.jobs.accepted", "{job}", "Jobs stored.");
        refused = Meter.CreateCounter<long>("swiftdiffusion.submitter.jobs.refused", "{job}", "Submissions that were not.");
        finished = Meter.CreateCounter<long>("swiftdiffusion.submitter.jobs.finished", "{job}", "Jobs that reached their end.");
        dispatches = Meter.CreateCounter<long>("swiftdiffusion.submitter.dispatches", "{job}", "Hand-overs to the broker.");
        reconciled = Meter.CreateCounter<long>("swiftdiffusion.submitter.reconciled", "{job}", "Jobs that were settled or sent again since nothing was heard of them.");
        duration = Meter.CreateHistogram("swiftdiffusion.submitter.job.duration", "s", "From a job's acceptance to its end.", advice: Seconds);
        dispatchDelay = Meter.CreateHistogram("swiftdiffusion.submitter.dispatch.delay", "s", "From a job's acceptance to the broker's confirmation.", advice: Seconds);
        streams = Meter.CreateUpDownCounter<long>("swiftdiffusion.submitter.streams", "{stream}", "Open event streams.");
        // A series that begins with 1 never increased; alerts look for the increase.
        foreach (var outcome in Enum.GetNames<Reconciling.ReconcileOutcome>())
        {
            reconciled.Add(0, new KeyValuePair<string, object?>("outcome", SnakeCase.Of(outcome)));
        }
    }

    /// <summary>The meter, for those who add instruments to it.</summary>
    public Meter Meter { get; }

    /// <summary>A job was stored.</summary>
    public void Accepted(JobRow job) => accepted.Add(1, new("model", job.Model), new("priority", SnakeCase.Of(job.Priority.ToString())));

    /// <summary>A submission was turned down.</summary>
    /// <param name="reason"><c>invalid</c>, <c>conflict</c>, <c>quota</c> or <c>rate</c>.</param>
    public void Refused(string reason) => refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>A job reached its end.</summary>
    public void Finished(JobRow job)
    {
        KeyValuePair<string, object?>[] tags = [new("model", job.Model), new("outcome", SnakeCase.Of(job.State.ToString()))];
        duration.Record(Math.Max(0, (job.FinishedAt!.Value - job.CreatedAt).TotalSeconds), tags);
        finished.Add(1, job.FailureReason is { } reason ? [.. tags, new("reason", SnakeCase.Of(reason.ToString()))] : tags);
    }

    /// <summary>A job was handed to the broker, or could not be.</summary>
    public void Dispatched(bool sent, TimeSpan delay)
    {
        dispatches.Add(1, new KeyValuePair<string, object?>("outcome", sent ? "sent" : "failed"));
        if (sent)
        {
            dispatchDelay.Record(delay.TotalSeconds);
        }
    }

    /// <summary>A silent job was settled or sent again.</summary>
    public void Reconciled(Reconciling.ReconcileOutcome outcome) => reconciled.Add(1, new KeyValuePair<string, object?>("outcome", SnakeCase.Of(outcome.ToString())));

    /// <summary>An event stream was opened (1) or closed (-1).</summary>
    public void Streams(int change) => streams.Add(change);
}
