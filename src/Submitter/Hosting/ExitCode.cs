namespace SwiftDiffusion.Submitter.Hosting;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    /// <summary>It did what it was asked to.</summary>
    public const int Done = 0;

    /// <summary>It could not start, or a command failed.</summary>
    public const int Failed = 1;

    /// <summary>A setting is wrong; the log names it.</summary>
    public const int WrongSettings = 2;
}
