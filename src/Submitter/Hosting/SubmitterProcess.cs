using Microsoft.Extensions.Options;
using SwiftDiffusion.Submitter.Data;

namespace SwiftDiffusion.Submitter.Hosting;

/// <summary>A submitter as a program of its own, from its start to its exit code.</summary>
internal static class SubmitterProcess
{
    /// <summary>Runs it until it is asked to end.</summary>
    /// <param name="args">Settings, for example <c>--Database:Kind=Sqlite</c>; they win over the environment, which wins over <c>appsettings.json</c>.</param>
    /// <param name="cancellationToken">Asks it to end.</param>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        await using var submitter = SubmitterHost.Build(args);
        var logger = submitter.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SubmitterProcess));
        try
        {
            await submitter.Services.GetRequiredService<Migrator>().PrepareAsync(cancellationToken);
            await submitter.StartAsync(cancellationToken);
            await submitter.WaitForShutdownAsync(cancellationToken);
            return ExitCode.Done;
        }
        catch (OptionsValidationException e)
        {
            logger.WrongSettings(string.Join(" ", e.Failures));
            return ExitCode.WrongSettings;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested || submitter.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Asked to end while it started.
            return ExitCode.Done;
        }
        catch (Exception e) when (!submitter.Lifetime.ApplicationStarted.IsCancellationRequested)
        {
            logger.NotStarted(e);
            return ExitCode.Failed;
        }
    }
}
