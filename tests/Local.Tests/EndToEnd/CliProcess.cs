using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SwiftDiffusion.Local.Tests.EndToEnd;

/// <summary>The built program as a process, in a working folder and with a temporary folder of its own.</summary>
internal sealed class CliProcess : IDisposable
{
    public const int Interrupt = 2;
    public const int Terminate = 15;

    /// <summary>How long a test waits for what must come.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process process;
    private readonly Task<string> errors;

    private CliProcess(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The program that was built with these tests.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "swiftdiffusion.exe" : "swiftdiffusion");

    /// <summary>Starts the program.</summary>
    public static CliProcess Start(PictureFolder folder, params IReadOnlyList<string> args) =>
        // A shell that runs the tests in the background lets them, and what they start, ignore Ctrl+C.
        OperatingSystem.IsLinux() ? StartCommand(folder, "env", ["--default-signal=INT,TERM", Program, .. args]) : StartCommand(folder, Program, args);

    /// <summary>Starts another command, which starts the program.</summary>
    public static CliProcess StartCommand(PictureFolder folder, string command, IReadOnlyList<string> args)
    {
        var start = new ProcessStartInfo(command, args)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["TMPDIR"] = folder.Temporary;
        return new CliProcess(Process.Start(start)!);
    }

    /// <summary>Runs the program to its end.</summary>
    public static async Task<CliResult> RunAsync(PictureFolder folder, params IReadOnlyList<string> args)
    {
        using var cli = Start(folder, args);
        return await cli.EndAsync();
    }

    /// <summary>The next line of standard output; null at its end.</summary>
    public async Task<string?> ReadLineAsync() => await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);

    /// <summary>Sends a signal to this very process.</summary>
    public void Signal(int signal)
    {
        if (Kill(process.Id, signal) != 0)
        {
            throw new InvalidOperationException($"Process {process.Id} cannot be sent signal {signal}.");
        }
    }

    /// <summary>Waits for the end.</summary>
    public async Task<CliResult> EndAsync()
    {
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        return new CliResult(process.ExitCode, output, await errors);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}

/// <summary>What a run came to.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Errors)
{
    /// <summary>The lines that tell of an error.</summary>
    public IReadOnlyList<string> Problems => [.. Errors.Split('\n').Where(line => line.StartsWith("error:", StringComparison.Ordinal))];

    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Errors}";
}
