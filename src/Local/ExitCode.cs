namespace SwiftDiffusion.Local;

/// <summary>What the process ends with; docs/cli.md lists them.</summary>
internal static class ExitCode
{
    public const int Painted = 0;

    /// <summary>Painting failed for a reason of its own: the device, a deadline.</summary>
    public const int Failed = 1;

    /// <summary>Arguments or job break a rule.</summary>
    public const int BadArguments = 2;

    /// <summary>A model, an adapter or a picture is not to be had, or not usable.</summary>
    public const int Unusable = 3;

    /// <summary>Pictures could not be stored or written.</summary>
    public const int Storage = 4;

    /// <summary>Stopped by SIGINT, as shells count: 128 + 2.</summary>
    public const int Interrupted = 130;

    /// <summary>Stopped by SIGTERM: 128 + 15.</summary>
    public const int Terminated = 143;
}
