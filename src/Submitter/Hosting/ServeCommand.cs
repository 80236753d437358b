using System.CommandLine;

namespace SwiftDiffusion.Submitter.Hosting;

/// <summary><c>serve</c>: the API and all that goes on behind it, until the process is asked to end.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "Serves the API; what the program does when no command is given. Settings such as --Database:Kind=PostgreSql win over the environment.");
        Configure(command);
        return command;
    }

    /// <summary>Makes a command serve. What it doesn't know are settings.</summary>
    public static void Configure(Command command)
    {
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => SubmitterProcess.RunAsync([.. parsed.UnmatchedTokens], cancellationToken));
    }
}
