using System.Diagnostics.Metrics;
using SwiftDiffusion.Worker.Consuming;
using SwiftDiffusion.Worker.Hosting;

namespace SwiftDiffusion.Worker.Telemetry;

/// <summary>What is asked of a worker rather than counted by it: its state, one of all that are 1, and its jobs in hand.</summary>
internal sealed class WorkerGauges : IDisposable
{
    private readonly Meter meter = new(WorkerMetrics.MeterName);

    /// <summary>Answers from now on.</summary>
    public WorkerGauges(WorkerStatus status, RunningJobs jobs)
    {
        meter.CreateObservableGauge("swiftdiffusion.worker.jobs_in_hand", () => jobs.Count, "{job}", "Jobs that are prepared, painted or stored.");
        meter.CreateObservableGauge(
            "swiftdiffusion.worker.state",
            () => Enum.GetValues<WorkerState>().Select(state => new Measurement<int>(state == status.State ? 1 : 0, KeyValuePair.Create<string, object?>("state", WorkerStatus.Word(state)))),
            description: "Whether the worker is in a state.");
    }

    public void Dispose() => meter.Dispose();
}
