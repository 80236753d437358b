using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Results;

namespace SwiftDiffusion.Worker.Telemetry;

/// <summary>What a worker measures. Tags are of few values: models that are served, outcomes, reasons; never a job's or a tenant's name.</summary>
internal static class WorkerMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "SwiftDiffusion.Worker";

    // From a step of a small model to an evening of a large one.
    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000] };

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Jobs = Meter.CreateCounter<long>("swiftdiffusion.worker.jobs", "{job}", "Jobs that ended here, or went back to the broker.");

    private static readonly Counter<long> Images = Meter.CreateCounter<long>("swiftdiffusion.worker.images", "{image}", "Images that were painted and stored.");

    private static readonly Counter<long> Loads = Meter.CreateCounter<long>("swiftdiffusion.worker.model_loads", "{model}", "Base models that were loaded into memory.");

    private static readonly Counter<double> GpuTime = Meter.CreateCounter<double>("swiftdiffusion.worker.gpu_time", "s", "Time for which jobs held the device.");

    private static readonly Counter<long> Redeliveries = Meter.CreateCounter<long>("swiftdiffusion.worker.redeliveries", "{delivery}", "Jobs taken up that had come back undone.");

    private static readonly Counter<long> DeviceFaults = Meter.CreateCounter<long>("swiftdiffusion.worker.device_faults", "{fault}", "Faults of the device.");

    private static readonly Histogram<double> QueueWait = Meter.CreateHistogram("swiftdiffusion.worker.queue_wait", "s", "From a job's sending to its pick-up.", advice: Seconds);

    private static readonly Histogram<double> JobDuration = Meter.CreateHistogram("swiftdiffusion.worker.job_duration", "s", "From a job's pick-up to its end.", advice: Seconds);

    private static readonly Histogram<double> PhaseDuration = Meter.CreateHistogram("swiftdiffusion.worker.phase_duration", "s", "Where the time of painted jobs went.", advice: Seconds);

    /// <summary>Tells of what may never happen, so that a first time shows as an increase.</summary>
    public static void Begin()
    {
        Redeliveries.Add(0);
        DeviceFaults.Add(0);
    }

    /// <summary>A job was picked up.</summary>
    public static void Taken(string model, JobPriority priority, double? queue)
    {
        if (queue is { } seconds)
        {
            QueueWait.Record(seconds, new TagList { { "model", model }, { "priority", Word(priority) } });
        }
    }

    /// <summary>A job has ended, or went back.</summary>
    public static void Ended(string model, JobOutcome outcome, TimeSpan duration, FailureReason? reason = null)
    {
        var tags = new TagList { { "model", model }, { "outcome", Word(outcome) } };
        JobDuration.Record(duration.TotalSeconds, tags);
        if (reason is { } why)
        {
            tags.Add("reason", Word(why));
        }

        Jobs.Add(1, tags);
    }

    /// <summary>A job was painted and stored.</summary>
    public static void Painted(string model, JobResult result)
    {
        Images.Add(result.Images.Count, new TagList { { "model", model } });
        GpuTime.Add(result.Metrics.GpuSeconds, new TagList { { "model", model } });
        var metrics = result.Metrics;
        (string Name, double Seconds)[] phases =
        [
            ("fetch", metrics.Fetch), ("load", metrics.Load), ("patch", metrics.Patch), ("encode", metrics.Encode), ("denoise", metrics.Denoise), ("decode", metrics.Decode), ("upload", metrics.Upload),
        ];
        foreach (var (name, seconds) in phases)
        {
            PhaseDuration.Record(seconds, new TagList { { "model", model }, { "phase", name } });
        }
    }

    /// <summary>A base model was loaded.</summary>
    public static void Loaded(string model) => Loads.Add(1, new TagList { { "model", model } });

    /// <summary>A job was taken up that had come back.</summary>
    public static void Redelivered() => Redeliveries.Add(1);

    /// <summary>The device has failed.</summary>
    public static void Faulted() => DeviceFaults.Add(1);

    // As messages spell it.
    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
