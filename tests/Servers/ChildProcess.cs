using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace SwiftDiffusion.TestServers;

/// <summary>A program that a test started, and what it printed.</summary>
/// <remarks>
/// It runs below a shell, in a session of its own so that Ctrl+C is ours alone. The shell waits for its standard input to end, which it does when this process ends, however that ends; then it
/// kills the program.
/// </remarks>
public sealed partial class ChildProcess : IAsyncDisposable
{
    // $! is the program; its exit status is passed on. A watcher that is still there when the program has ended goes as well, lest it kill another that got its number.
    private const string EndWithUs =
        "exec 3<&0; \"$@\" < /dev/null & p=$!; echo \"pid $p\"; (read -r -u 3; kill -9 $p 2> /dev/null) & w=$!; wait $p; c=$?; kill $w 2> /dev/null; exit $c";

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

    /// <summary>What it printed, on either output.</summary>
    public IReadOnlyList<string> Lines => [.. lines];

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => shell.HasExited;

    /// <summary>Starts a program.</summary>
    /// <param name="program">By path, or by a name on the search path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">On top of our own.</param>
    /// <param name="folder">Where it runs.</param>
    public static async Task<ChildProcess> StartAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        var start = new ProcessStartInfo("setsid")
        {
            WorkingDirectory = folder ?? Path.GetTempPath(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["/bin/bash", "-c", EndWithUs, "child", program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var shell = Process.Start(start)!;
        var first = await shell.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"{program} did not start: {await shell.StandardError.ReadToEndAsync()}");
        return new ChildProcess(shell, int.Parse(first["pid ".Length..], CultureInfo.InvariantCulture));
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It ended with another exit code than 0.</exception>
    public static async Task RunAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        await using var process = await StartAsync(program, arguments, environment, folder);
        if (await process.ExitAsync(TimeSpan.FromMinutes(3)) is not 0 and var code)
        {
            throw new InvalidOperationException($"{program} ended with {code}. {process.Printed}");
        }
    }

    /// <summary>Waits until it has printed a text.</summary>
    /// <exception cref="TimeoutException">It did not within the time, or ended before.</exception>
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

        if (await Task.WhenAny(seen.Task, reading, Task.Delay(patience)) != seen.Task && !seen.Task.IsCompleted)
        {
            throw new TimeoutException($"'{text}' was not printed within {patience}. {Printed}");
        }
    }

    /// <summary>Ends it at once: <c>kill -9</c>.</summary>
    public Task KillAsync()
    {
        Send(Signal.Kill);
        return ExitAsync(TimeSpan.FromMinutes(3));
    }

    /// <summary>Asks it to end: SIGTERM.</summary>
    public void Terminate() => Send(Signal.Terminate);

    /// <summary>Sends it a signal, unless it has ended.</summary>
    public void Send(Signal signal)
    {
        if (!HasExited)
        {
            _ = SendSignal(Id, (int)signal);
        }
    }

    /// <summary>Waits for its end, and returns its exit code.</summary>
    /// <exception cref="TimeoutException">It did not end within the time.</exception>
    public async Task<int> ExitAsync(TimeSpan patience)
    {
        var exit = shell.WaitForExitAsync(CancellationToken.None);
        return await Task.WhenAny(exit, Task.Delay(patience, CancellationToken.None)) == exit
            ? shell.ExitCode
            : throw new TimeoutException($"It did not end within {patience}. {Printed}");
    }

    /// <summary>Kills it if it runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!HasExited)
        {
            await KillAsync();
        }

        shell.StandardInput.Close();
        shell.Dispose();
    }

    private string Printed => $"What it printed:\n{string.Join('\n', lines)}";

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
