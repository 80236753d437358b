namespace SwiftDiffusion.Local.Arguments;

/// <summary>Gathers what is wrong, so that a person hears of all of it at once.</summary>
internal sealed class Problems
{
    private readonly List<(int ExitCode, string Sentence)> found = [];

    /// <summary>An argument that means nothing, or that isn't allowed.</summary>
    public void Add(string sentence) => found.Add((ExitCode.BadArguments, sentence));

    /// <summary>A file that isn't there.</summary>
    public void AddUnusable(string sentence) => found.Add((ExitCode.Unusable, sentence));

    /// <summary>A value that isn't allowed.</summary>
    public void AddValue(string option, string value, string allowed) => Add($"{option} is '{Shorten(value)}'; allowed is {allowed}.");

    /// <exception cref="CommandException">Something is wrong. Bad arguments go before missing files.</exception>
    public void ThrowIfAny()
    {
        if (found.Count > 0)
        {
            throw new CommandException(found.Min(problem => problem.ExitCode), [.. found.Select(problem => problem.Sentence)]);
        }
    }

    private static string Shorten(string value) => value.Length <= 60 ? value : $"{value[..57]}...";
}
