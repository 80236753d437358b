using System.Runtime.InteropServices;

namespace SwiftDiffusion.Diffusion.Onnx;

/// <summary>Keeps ONNX Runtime from telling its maker of what runs. Official builds do by default, on Linux too since 1.31: they upload events and leave a file of a session's id in the temporary folder.</summary>
/// <remarks>The API for it comes too late, since an event is sent when the environment is made; the variable is read before (Privacy.md in the package).</remarks>
internal static partial class RuntimeTelemetry
{
    private const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>Turns it off for this process; to be called before anything of ONNX Runtime is.</summary>
    public static void Disable()
    {
        if (OperatingSystem.IsWindows())
        {
            Environment.SetEnvironmentVariable(Variable, "1");
        }
        else if (SetVariable(Variable, "1", overwrite: 1) != 0)
        {
            throw new InvalidOperationException($"The variable {Variable} cannot be set: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    // .NET keeps variables to itself on Unix; native code doesn't see what Environment.SetEnvironmentVariable sets.
    [LibraryImport("libc", EntryPoint = "setenv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
