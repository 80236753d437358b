using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SwiftDiffusion.Worker.Consuming;

namespace SwiftDiffusion.Worker.Hosting;

/// <summary>Opens the bus when the worker is warm, and closes it before anything else stops: health is told all the while.</summary>
internal sealed class JobIntake(IBusDepot bus, WarmUp warmUp, RunningJobs jobs, IOptions<WorkerOptions> options, ILogger<JobIntake> logger) : IHostedLifecycleService
{
    /// <summary>The HTTP server answers by now.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (options.Value.WarmUp)
        {
            await warmUp.RunAsync(cancellationToken);
        }

        // Not awaited: a broker that is away is waited for, and readiness tells of it meanwhile.
        _ = bus.Start(CancellationToken.None);
    }

    /// <summary>The HTTP server still answers.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        logger.Draining(jobs.Count, options.Value.DrainTimeout);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Value.StopTimeout);
        await bus.Stop(patience.Token);
        logger.Drained();
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
