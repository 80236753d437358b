using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace SwiftDiffusion.Local.Hosting;

/// <summary>Ends the process while native code computes.</summary>
internal static partial class ProcessEnd
{
    /// <summary>Ends it with an exit code, without running what was to run at its end: native destructors would tear down what another thread computes with.</summary>
    /// <param name="exitCode">The exit code.</param>
    /// <param name="temporary">The folder that was for temporary files when the process began.</param>
    [DoesNotReturn]
    public static void Now(int exitCode, string temporary)
    {
        if (!OperatingSystem.IsWindows())
        {
            // What debuggers and dotnet-trace reach .NET by, which it clears away itself at an ordinary end.
            Array.ForEach(Directory.GetFiles(temporary, $"clr-debug-pipe-{Environment.ProcessId}-*"), File.Delete);
            Array.ForEach(Directory.GetFiles(temporary, $"dotnet-diagnostic-{Environment.ProcessId}-*"), File.Delete);
            Exit(exitCode);
        }

        Environment.Exit(exitCode);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int exitCode);
}
