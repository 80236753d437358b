namespace SwiftDiffusion.Local;

/// <summary>Ends the command with an exit code and what a person should know.</summary>
/// <param name="exitCode">One of <see cref="Local.ExitCode"/>.</param>
/// <param name="problems">Each a sentence on a line of its own.</param>
internal sealed class CommandException(int exitCode, params IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public int ExitCode => exitCode;

    public IReadOnlyList<string> Problems => problems;
}
