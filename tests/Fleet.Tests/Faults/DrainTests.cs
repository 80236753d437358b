namespace SwiftDiffusion.Fleet.Tests.Faults;

/// <summary>SIGTERM: a worker takes no more, and what it has in hand it finishes or returns.</summary>
public sealed class DrainTests(FleetServers servers)
{
    [Fact]
    public async Task Terminate_WhileAJobIsPainted_FinishesItAndLeavesTheRest()
    {
        await using var scene = await Scene.OpenAsync(servers);
        await using var first = await WorkerProgram.StartAsync(scene.Settings(stepTime: 0.1, more: ("Worker:Name", "first")));
        var jobs = await scene.SendAsync("job", 5);
        await scene.Outcomes.UntilStartedAsync();

        first.Terminate();
        Assert.Equal(0, await first.ExitAsync());

        await using var second = await WorkerProgram.StartAsync(scene.Settings(more: ("Worker:Name", "second")));
        await scene.AllSucceedAsync(jobs);
        // What it had in hand: one that it painted, and perhaps one that it had prepared.
        Assert.InRange(scene.Outcomes.All.Count(heard => heard.Type == "JobSucceeded" && heard.Body.Contains("\"worker\":\"first\"", StringComparison.Ordinal)), 1, 2);
    }

    [Fact]
    public async Task Terminate_JobLongerThanTheDrainTimeout_GoesBackAndIsPaintedElsewhere()
    {
        await using var scene = await Scene.OpenAsync(servers);
        await using var first = await WorkerProgram.StartAsync(scene.Settings(stepTime: 60, more: ("Worker:DrainTimeout", "00:00:01")));
        var jobs = await scene.SendAsync("job", 3);
        await scene.Outcomes.UntilStartedAsync();

        first.Terminate();
        Assert.Equal(0, await first.ExitAsync());

        await using var second = await WorkerProgram.StartAsync(scene.Settings());
        await scene.AllSucceedAsync(jobs);
    }
}
