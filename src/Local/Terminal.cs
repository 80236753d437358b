namespace SwiftDiffusion.Local;

/// <summary>Where the command writes.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Progress, warnings and errors.</param>
/// <param name="CanDraw">Whether a person watches <paramref name="Error"/> on a screen that can redraw a line.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool CanDraw)
{
    /// <summary>The process's own.</summary>
    public static Terminal OfProcess() => new(Console.Out, Console.Error, !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"));
}
