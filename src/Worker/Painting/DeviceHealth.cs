using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Worker.Telemetry;

namespace SwiftDiffusion.Worker.Painting;

/// <summary>Whether the device can be trusted. It can't after its first fault: the worker is no longer ready, and its process ends, so that a fresh one takes over.</summary>
internal sealed class DeviceHealth(IHostApplicationLifetime lifetime, ILogger<DeviceHealth> logger) : IHealthCheck
{
    private volatile Exception? fault;

    /// <summary>Whether it has failed.</summary>
    public bool IsFaulted => fault is not null;

    /// <summary>Condemns the device.</summary>
    public void Fail(Exception exception)
    {
        fault ??= exception;
        logger.DeviceFaulted(exception);
        WorkerMetrics.Faulted();
        lifetime.StopApplication();
    }

    /// <summary>Keeps a second job from a device that has failed.</summary>
    /// <exception cref="DeviceFaultException">It has.</exception>
    public void ThrowIfFaulted()
    {
        if (fault is not null)
        {
            throw new DeviceFaultException($"The device has failed before: {fault.Message}");
        }
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(fault is null ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The device has failed; the process ends.", fault));
}
