using System.CommandLine;
using Microsoft.Extensions.Options;
using SwiftDiffusion.Submitter.Data;

namespace SwiftDiffusion.Submitter.Hosting;

/// <summary><c>migrate</c>: brings the database's tables up to date and ends.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Brings the database's tables up to date and ends. Reads the settings Database:Kind and Database:ConnectionString.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync([.. parsed.UnmatchedTokens], cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder(args);
        SubmitterLogging.Add(builder.Logging);
        builder.Services.AddSubmitterDatabase();
        using var host = builder.Build();
        var logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(MigrateCommand));
        try
        {
            await host.Services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
            return ExitCode.Done;
        }
        catch (OptionsValidationException e)
        {
            logger.WrongSettings(string.Join(" ", e.Failures));
            return ExitCode.WrongSettings;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.NotMigrated(e);
            return ExitCode.Failed;
        }
    }
}
