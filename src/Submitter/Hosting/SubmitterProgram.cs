using System.CommandLine;

namespace SwiftDiffusion.Submitter.Hosting;

/// <summary>The program's commands: <c>serve</c>, which is also what it does without one, and the others beside it.</summary>
internal static class SubmitterProgram
{
    /// <summary>Runs one.</summary>
    /// <returns>The process's exit code, one of <see cref="ExitCode"/>.</returns>
    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("SwiftDiffusion's front: takes jobs over HTTP, keeps them, hands them to workers, tells of their end.")
        {
            ServeCommand.Create(),
            MigrateCommand.Create(),
        };
        ServeCommand.Configure(root);
        return root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null }).InvokeAsync();
    }
}
