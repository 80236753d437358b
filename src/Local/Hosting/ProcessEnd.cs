using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace SwiftDiffusion.Local.Hosting;

/// <summary>Ends the process while native code computes.</summary>
internal static partial class ProcessEnd
{
    /// <summary>Ends it with an exit code, without running what was to run at its end: native destructors would tear down what another thread computes with.</summary>
    [DoesNotReturn]
    public static void Now(int exitCode)
    {
        if (!OperatingSystem.IsWindows())
        {
            Exit(exitCode);
        }

        Environment.Exit(exitCode);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int exitCode);
}
