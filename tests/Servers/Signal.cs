namespace SwiftDiffusion.TestServers;

/// <summary>Signals to a process, by their POSIX numbers.</summary>
public enum Signal
{
    /// <summary>SIGINT.</summary>
    Interrupt = 2,

    /// <summary>SIGKILL.</summary>
    Kill = 9,

    /// <summary>SIGTERM.</summary>
    Terminate = 15,

    /// <summary>SIGCONT: goes on after <see cref="Stop"/>.</summary>
    Continue = 18,

    /// <summary>SIGSTOP: hangs until <see cref="Continue"/>.</summary>
    Stop = 19,
}
