using System.Runtime.InteropServices;

namespace SwiftDiffusion.Local.Hosting;

/// <summary>Ctrl+C, SIGINT and SIGTERM. The first asks to stop; the second ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly TaskCompletionSource<int> asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] registrations;
    private readonly Action<int> endAtOnce;

    /// <summary>Listens until it is disposed.</summary>
    /// <param name="endAtOnce">Ends the process with an exit code.</param>
    public StopSignals(Action<int> endAtOnce)
    {
        this.endAtOnce = endAtOnce;
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, ExitCode.Interrupted)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, ExitCode.Terminated)),
        ];
    }

    /// <summary>Done when someone asks to stop, with the exit code that says so.</summary>
    public Task<int> Asked => asked.Task;

    public void Dispose() => Array.ForEach(registrations, registration => registration.Dispose());

    private void Stop(PosixSignalContext signal, int exitCode)
    {
        signal.Cancel = true;
        if (!asked.TrySetResult(exitCode))
        {
            endAtOnce(exitCode);
        }
    }
}
