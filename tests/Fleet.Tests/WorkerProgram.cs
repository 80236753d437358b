using System.Net;
using SwiftDiffusion.TestServers;

namespace SwiftDiffusion.Fleet.Tests;

/// <summary>A real worker: its program, started as anyone would.</summary>
internal sealed class WorkerProgram : IAsyncDisposable
{
    private readonly ChildProcess process;
    private readonly HttpClient http;

    private WorkerProgram(ChildProcess process, int healthPort) =>
        (this.process, http) = (process, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{healthPort}/") });

    /// <summary>What it has logged.</summary>
    public IReadOnlyList<string> Log => process.Lines;

    /// <summary>Starts it, and waits until it takes jobs.</summary>
    /// <param name="settings">On top of those of every test.</param>
    public static async Task<WorkerProgram> StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        var worker = await LaunchAsync(settings);
        await worker.ReadyAsync();
        return worker;
    }

    /// <summary>Starts it.</summary>
    public static async Task<WorkerProgram> LaunchAsync(IReadOnlyDictionary<string, string> settings)
    {
        var healthPort = FreePort.Next();
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "SwiftDiffusion.Worker", configuration, "SwiftDiffusion.Worker"));
        var arguments = settings.Select(setting => $"--{setting.Key}={setting.Value}").Append($"--Worker:HealthPort={healthPort}");
        return new WorkerProgram(await ChildProcess.StartAsync(program, arguments), healthPort);
    }

    /// <summary>Waits until it says that it takes jobs.</summary>
    public Task ReadyAsync() => UntilAsync(status => status == HttpStatusCode.OK, "ready");

    /// <summary>Waits until it says that it takes none.</summary>
    public Task NotReadyAsync() => UntilAsync(status => status == HttpStatusCode.ServiceUnavailable, "unready");

    private async Task UntilAsync(Func<HttpStatusCode?, bool> until, string what)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Outcomes.Patience);
        using var asking = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!until(await StatusAsync("health/ready")))
        {
            Assert.False(patience.IsCancellationRequested, $"The worker is not {what} within {Outcomes.Patience}:\n{string.Join('\n', Log)}");
            await asking.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Asks it over HTTP; null while it does not answer.</summary>
    public async Task<HttpStatusCode?> StatusAsync(string path)
    {
        try
        {
            using var answer = await http.GetAsync(path, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Waits until what it tells over HTTP is as it should be.</summary>
    public async Task TellsAsync(string path, Func<string, bool> until)
    {
        using var asking = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        using var patience = new CancellationTokenSource(Outcomes.Patience);
        string text;
        while (!until(text = await TextAsync(path)))
        {
            Assert.False(patience.IsCancellationRequested, $"{path} tells another thing:\n{text}");
            await asking.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>What it tells over HTTP.</summary>
    public Task<string> TextAsync(string path) => http.GetStringAsync(path, TestContext.Current.CancellationToken);

    public Task KillAsync() => process.KillAsync();

    public void Terminate() => process.Terminate();

    public Task<int> ExitAsync() => process.ExitAsync(Outcomes.Patience);

    public Task PrintedAsync(string text) => process.PrintedAsync(text, Outcomes.Patience);

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        http.Dispose();
        foreach (var line in Log)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(line);
        }

        Assert.DoesNotContain(Log, line => line.Contains(Outcomes.Prompt, StringComparison.Ordinal));
    }
}
