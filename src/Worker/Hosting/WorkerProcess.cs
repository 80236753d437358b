using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SwiftDiffusion.Worker.Painting;

namespace SwiftDiffusion.Worker.Hosting;

/// <summary>A worker as a program of its own, from its start to its exit code.</summary>
internal static class WorkerProcess
{
    /// <summary>Runs it until it is asked to end, or its device fails.</summary>
    /// <param name="args">Settings, for example <c>--Worker:Name=worker-1</c>; they win over the environment, which wins over <c>appsettings.json</c>.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        await using var worker = WorkerHost.Build(args);
        var logger = worker.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(WorkerProcess));
        try
        {
            await worker.StartAsync();
            await worker.WaitForShutdownAsync();
        }
        catch (OptionsValidationException e)
        {
            logger.WrongSettings(string.Join(" ", e.Failures));
            return ExitCode.WrongSettings;
        }
        catch (OperationCanceledException) when (worker.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Asked to end while it started.
        }
        catch (Exception e) when (!worker.Lifetime.ApplicationStarted.IsCancellationRequested)
        {
            logger.NotStarted(e);
            return worker.Services.GetRequiredService<DeviceHealth>().IsFaulted ? ExitCode.DeviceFault : ExitCode.NotStarted;
        }

        return worker.Services.GetRequiredService<DeviceHealth>().IsFaulted ? ExitCode.DeviceFault : ExitCode.Drained;
    }
}
