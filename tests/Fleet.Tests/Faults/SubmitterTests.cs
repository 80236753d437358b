using SwiftDiffusion.Submitter.Jobs;

namespace SwiftDiffusion.Fleet.Tests.Faults;

/// <summary>What is between submission and broker goes away: every job that was accepted ends, once.</summary>
public sealed class SubmitterTests(FleetServers servers)
{
    private string NewDatabase() => servers.Database.ConnectionString($"jobs_{Guid.NewGuid():N}");

    [Fact]
    public async Task Submit_ManyJobs_AllSucceedInTheirRows()
    {
        await using var scene = await Scene.OpenAsync(servers);
        await using var worker = await WorkerProgram.StartAsync(scene.Settings());
        await using var submitter = await SubmitterProgram.StartAsync(scene, NewDatabase());
        var jobs = await submitter.SubmitAsync(scene, "job", 100);
        await submitter.UntilAsync(jobs, JobState.Succeeded);
        Assert.All(await Task.WhenAll(jobs.Select(submitter.FindAsync)), job => Assert.Equal((1, 1), (job.Dispatches, job.Attempts)));
    }

    [Fact]
    public async Task Submit_WhileTheBrokerIsDown_AreAcceptedAndSucceedOnceItIsBack()
    {
        await using var scene = await Scene.OpenAsync(servers);
        await using var submitter = await SubmitterProgram.StartAsync(scene, NewDatabase());
        await servers.Broker.StopAsync();
        var jobs = await submitter.SubmitAsync(scene, "job", 20);
        Assert.Null((await submitter.FindAsync(jobs[0])).DispatchedAt);
        await servers.Broker.StartAsync();
        await using var worker = await WorkerProgram.StartAsync(scene.Settings());
        await submitter.UntilAsync(jobs, JobState.Succeeded);
    }

    [Fact]
    public async Task Kill_BetweenCommitAndDispatch_AnotherSubmitterHandsThemOver()
    {
        await using var scene = await Scene.OpenAsync(servers);
        var database = NewDatabase();
        string[] jobs;
        await using (var dead = await SubmitterProgram.CreateAsync(scene, database))
        {
            jobs = await dead.SubmitAsync(scene, "job", 20);
        }

        await using var worker = await WorkerProgram.StartAsync(scene.Settings());
        await using var submitter = await SubmitterProgram.StartAsync(scene, database);
        await using var other = await SubmitterProgram.StartAsync(scene, database);
        await submitter.UntilAsync(jobs, JobState.Succeeded);
        Assert.All(await Task.WhenAll(jobs.Select(submitter.FindAsync)), job => Assert.Equal(1, job.Dispatches));
    }

    [Fact]
    public async Task Restart_OfTheDatabase_EveryAcceptedJobEndsOnce()
    {
        await using var scene = await Scene.OpenAsync(servers);
        await using var worker = await WorkerProgram.StartAsync(scene.Settings(stepTime: 0.002));
        await using var submitter = await SubmitterProgram.StartAsync(scene, NewDatabase());
        var jobs = await submitter.SubmitAsync(scene, "job", 40);
        await servers.Database.StopAsync();
        await servers.Database.StartAsync();
        await submitter.UntilAsync(jobs, JobState.Succeeded);
    }

    [Fact]
    public async Task Submit_TheSameFromTwentyClients_IsPaintedOnce()
    {
        await using var scene = await Scene.OpenAsync(servers);
        await using var worker = await WorkerProgram.StartAsync(scene.Settings());
        await using var submitter = await SubmitterProgram.StartAsync(scene, NewDatabase());
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => submitter.SubmitAsync(scene.Model, "job"))));
        Assert.Single(answers, answer => answer.Outcome == SubmitOutcome.Created);
        await submitter.UntilAsync(["job"], JobState.Succeeded);
        Assert.Equal((1, 1), ((await submitter.FindAsync("job")).Dispatches, (await submitter.FindAsync("job")).Attempts));
    }

    [Fact]
    public async Task Cancel_OfJobsThatWaitAndOneThatRuns_EndsThem()
    {
        await using var scene = await Scene.OpenAsync(servers);
        await using var worker = await WorkerProgram.StartAsync(scene.Settings(stepTime: 0.5));
        await using var submitter = await SubmitterProgram.StartAsync(scene, NewDatabase());
        var jobs = await submitter.SubmitAsync(scene, "job", 5);
        await Task.WhenAll(jobs.Select(submitter.CancelAsync));
        await submitter.UntilAsync(jobs, JobState.Cancelled);
    }
}
