using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SwiftDiffusion.Servers;

/// <summary>A program that a test started, and what it printed.</summary>
/// <remarks>It runs below a shell that waits for its standard input to end, which it does when this process ends, however that ends; then the shell kills it.</remarks>
public sealed partial class ChildProcess : IAsyncDisposable
{
    private const int Sigkill = 9;
    private const int Sigterm = 15;

    // $! is the program; its exit status is passed on.
    private const string EndWithUs = "\"$@\" < /dev/null & p=$!; echo \"pid $p\"; (cat > /dev/null; kill -9 $p 2> /dev/null) <&3 & wait $p; exit $?";

    private readonly ConcurrentQueue<string> lines = new();
    private readonly List<(string Text, TaskCompletionSource Seen)> awaited = [];
    private readonly Process shell;
    private readonly Task reading;

    private ChildProcess(Process shell, int id)
    {
        (this.shell, Id) = (shell, id);
        reading = Task.WhenAll(ReadAsync(shell.StandardOutput), ReadAsync(shell.StandardError));
    }

    /// <summary>The program's own process id.</summary>
    public int Id { get; }

    /// <summary>What it has printed, to output and errors.</summary>
    public IReadOnlyList<string> Lines => [.. lines];

    /// <summary>Starts a program.</summary>
    public static async Task<ChildProcess> StartAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string folder)
    {
        var start = new ProcessStartInfo("/bin/bash") { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-c", $"exec 3<&0; {EndWithUs}", "child", program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var shell = Process.Start(start)!;
        var first = await shell.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"{program} did not start: {await shell.StandardError.ReadToEndAsync()}");
        return new ChildProcess(shell, int.Parse(first["pid ".Length..], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Waits until it has printed a text.</summary>
    public async Task PrintedAsync(string text, TimeSpan patience)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (awaited)
        {
            if (lines.Any(line => line.Contains(text, StringComparison.Ordinal)))
            {
                return;
            }

            awaited.Add((text, seen));
        }

        if (await Task.WhenAny(seen.Task, reading, Task.Delay(patience)) != seen.Task)
        {
            throw new TimeoutException($"'{text}' was not printed within {patience}. What was:\n{string.Join('\n', lines)}");
        }
    }

    /// <summary>Ends it at once: <c>kill -9</c>.</summary>
    public Task KillAsync()
    {
        _ = SendSignal(Id, Sigkill);
        return ExitAsync(TimeSpan.FromSeconds(10));
    }

    /// <summary>Asks it to end: SIGTERM.</summary>
    public void Terminate() => _ = SendSignal(Id, Sigterm);

    /// <summary>Waits for its end, and returns its exit code.</summary>
    public async Task<int> ExitAsync(TimeSpan patience)
    {
        var exit = shell.WaitForExitAsync(CancellationToken.None);
        if (await Task.WhenAny(exit, Task.Delay(patience)) != exit)
        {
            throw new TimeoutException($"It did not end within {patience}. What it printed:\n{string.Join('\n', lines)}");
        }

        return shell.ExitCode;
    }

    /// <summary>Ends it, if it has not ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!shell.HasExited)
        {
            await KillAsync();
        }

        shell.StandardInput.Close();
        await reading;
        shell.Dispose();
    }

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            lock (awaited)
            {
                lines.Enqueue(line);
                awaited.RemoveAll(waiter => line.Contains(waiter.Text, StringComparison.Ordinal) && waiter.Seen.TrySetResult());
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
