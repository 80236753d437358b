using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SwiftDiffusion.Worker.Consuming;
using SwiftDiffusion.Worker.Painting;
using SwiftDiffusion.Worker.Preparing;
using SwiftDiffusion.Worker.Settling;

namespace SwiftDiffusion.Worker.Hosting;

/// <summary>What a worker is up to, made of what its parts know.</summary>
internal sealed class WorkerStatus(
    DeviceHealth device, Drain drain, RunningJobs jobs, ModelCatalog models, HealthCheckService checks, IHostApplicationLifetime lifetime, IOptions<WorkerOptions> options)
{
    public WorkerState State =>
        device.IsFaulted ? WorkerState.Sick
        : drain.HasBegun ? WorkerState.Draining
        : !lifetime.ApplicationStarted.IsCancellationRequested ? WorkerState.Starting
        : jobs.Count > 0 ? WorkerState.Busy
        : WorkerState.Ready;

    /// <summary>Why it takes no jobs; null where it does. Besides its state that is the bus, which may have lost the broker.</summary>
    public async Task<string?> FindHindranceAsync(CancellationToken cancellationToken)
    {
        if (State is not (WorkerState.Ready or WorkerState.Busy) and var state)
        {
            return Word(state);
        }

        var report = await checks.CheckHealthAsync(check => check.Tags.Contains("ready"), cancellationToken);
        return report.Status == HealthStatus.Healthy ? null : string.Join("; ", report.Entries
            .Where(entry => entry.Value.Status != HealthStatus.Healthy)
            .Select(entry => $"{entry.Key}: {entry.Value.Description}"));
    }

    /// <summary>All of it, for people and dashboards.</summary>
    public async Task<WorkerReport> ReportAsync(CancellationToken cancellationToken) => new(
        Word(State), await FindHindranceAsync(cancellationToken), options.Value.Name, ProductVersion.Engine, [.. models.Names], jobs.Count);

    /// <summary>A state as it is told.</summary>
    public static string Word(WorkerState state) => state.ToString().ToLowerInvariant();
}

/// <summary>The answer of <c>/health/state</c>.</summary>
/// <param name="State">What it is up to: starting, ready, busy, draining or sick.</param>
/// <param name="Hindrance">Why it takes no jobs; null where it does.</param>
/// <param name="Worker">Its name, as in events.</param>
/// <param name="Version">Of the engine.</param>
/// <param name="Models">The models that it serves.</param>
/// <param name="JobsInHand">Jobs that it has taken and not ended, those that wait included.</param>
internal sealed record WorkerReport(string State, string? Hindrance, string Worker, string Version, IReadOnlyList<string> Models, int JobsInHand);
