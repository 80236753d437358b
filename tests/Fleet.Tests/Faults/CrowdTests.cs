namespace SwiftDiffusion.Fleet.Tests.Faults;

/// <summary>Many jobs, several workers, and workers that come and go.</summary>
public sealed class CrowdTests(FleetServers servers)
{
    [Fact]
    public async Task FiveHundredJobs_TwoOfThreeWorkersKilledAndOneDrained_EachEndsOnce()
    {
        await using var scene = await Scene.OpenAsync(servers);
        await scene.DeclareAsync();
        var workers = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => WorkerProgram.StartAsync(scene.Settings(stepTime: 0.001, more: ("Worker:Name", $"worker-{i}")))));
        await using var others = new Disposables(workers);
        var jobs = await scene.SendAsync("job", 500);

        await scene.Outcomes.UntilSucceededAsync(50);
        await workers[0].KillAsync();
        await scene.Outcomes.UntilSucceededAsync(100);
        await workers[1].KillAsync();
        await using var fourth = await WorkerProgram.StartAsync(scene.Settings(more: ("Worker:Name", "worker-3")));
        await scene.Outcomes.UntilSucceededAsync(150);
        workers[2].Terminate();
        Assert.Equal(0, await workers[2].ExitAsync());

        await scene.AllSucceedAsync(jobs);
    }

    private sealed class Disposables(IEnumerable<IAsyncDisposable> all) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (var one in all)
            {
                await one.DisposeAsync();
            }
        }
    }
}
