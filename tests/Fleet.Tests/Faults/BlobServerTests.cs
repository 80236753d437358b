namespace SwiftDiffusion.Fleet.Tests.Faults;

/// <summary>The blob server goes away for a minute: jobs wait for it, and none is lost or failed.</summary>
public sealed class BlobServerTests(FleetServers servers)
{
    private static readonly TimeSpan Absence = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Stop_ForAMinuteWhileJobsArePainted_AllSucceed()
    {
        await using var scene = await Scene.OpenAsync(servers);
        // A worker as it comes: its patience with the blob server is what is tested.
        await using var worker = await WorkerProgram.StartAsync(scene.Settings(stepTime: 0.01, more: ("Storage:MaxRetryDelay", "00:00:10")));
        var jobs = await scene.SendAsync("job", 20);
        await scene.Outcomes.UntilSucceededAsync(3);

        await servers.Blobs.StopAsync();
        await Task.Delay(Absence, TestContext.Current.CancellationToken);
        await servers.Blobs.StartAsync();

        await scene.AllSucceedAsync(jobs);
    }
}
