namespace SwiftDiffusion.Worker.Hosting;

/// <summary>How a worker's process ended.</summary>
internal static class ExitCode
{
    /// <summary>It was asked to end, and gave every job back that it did not finish.</summary>
    public const int Drained = 0;

    /// <summary>It could not start.</summary>
    public const int NotStarted = 1;

    /// <summary>A setting is wrong; starting it again does not help.</summary>
    public const int WrongSettings = 2;

    /// <summary>Its device has failed; a new process takes over.</summary>
    public const int DeviceFault = 70;
}
