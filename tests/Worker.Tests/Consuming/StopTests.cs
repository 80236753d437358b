using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Worker.Tests.Fakes;

namespace SwiftDiffusion.Worker.Tests.Consuming;

/// <summary>Jobs that are given up: cancelled, expired, returned.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task Cancel_WhilePainting_StopsItAndStoresNothing()
    {
        await using var worker = await TestWorker.StartAsync();
        var gate = new Gate();
        worker.Engine.OnPaint = (_, _, token) => gate.Pass(token);
        await worker.SendAsync(Jobs.Job());
        await gate.ReachedAsync();
        await worker.Bus.Publish(new CancelJob("job-1"), TestContext.Current.CancellationToken);
        Assert.IsType<JobCancelled>((await worker.Events.UntilEndAsync())[^1]);
        Assert.Empty(worker.Blobs.Blobs);
        Assert.True(worker.Faults.IsEmpty);
    }

    [Fact]
    public async Task Cancel_OfAnotherTenantsJobOfThatName_ChangesNothing()
    {
        await using var worker = await TestWorker.StartAsync();
        var gate = new Gate();
        worker.Engine.OnPaint = (_, _, token) => gate.Pass(token);
        await worker.SendAsync(Jobs.Job() with { Tenant = "acme" });
        await worker.SendAsync(Jobs.Job() with { Tenant = "other" });
        await gate.ReachedAsync();
        await worker.Bus.Publish(new CancelJob("job-1", "other"), TestContext.Current.CancellationToken);
        Assert.Equal("other", (await worker.Events.NextAsync<JobCancelled>()).Tenant);
        gate.Open();
        Assert.Equal("acme", (await worker.Events.NextAsync<JobSucceeded>()).Tenant);
    }

    [Fact]
    public async Task PickUp_JobWithACancelMark_IsNotPainted()
    {
        await using var worker = await TestWorker.StartAsync();
        worker.Blobs.Add("jobs/job-1/cancelled", []);
        Assert.IsType<JobCancelled>(Assert.Single(await worker.RunAsync(Jobs.Job())));
        Assert.Empty(worker.Engine.Loaded);
    }

    [Fact]
    public async Task PickUp_AfterTheDeadline_Expires()
    {
        await using var worker = await TestWorker.StartAsync();
        var deadline = worker.Time.GetUtcNow() - TimeSpan.FromSeconds(1);
        var ended = Assert.IsType<JobExpired>(Assert.Single(await worker.RunAsync(Jobs.Job() with { Deadline = deadline })));
        Assert.Equal(deadline, ended.Deadline);
        Assert.Empty(worker.Engine.Loaded);
    }

    [Fact]
    public async Task Deadline_PassesWhilePainting_StopsIt()
    {
        await using var worker = await TestWorker.StartAsync();
        var gate = new Gate();
        worker.Engine.OnPaint = (_, _, token) => gate.Pass(token);
        await worker.SendAsync(Jobs.Job() with { Deadline = worker.Time.GetUtcNow() + TimeSpan.FromMinutes(1) });
        await gate.ReachedAsync();
        worker.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<JobExpired>((await worker.Events.UntilEndAsync())[^1]);
        Assert.Empty(worker.Blobs.Blobs);
    }

    [Fact]
    public async Task Deadline_YearsAhead_HindersNothing()
    {
        await using var worker = await TestWorker.StartAsync();
        var events = await worker.RunAsync(Jobs.Job() with { Deadline = worker.Time.GetUtcNow() + TimeSpan.FromDays(4000) });
        Assert.IsType<JobSucceeded>(events[^1]);
    }

    [Fact]
    public async Task Shutdown_WhilePainting_StopsItAndReturnsTheMessage()
    {
        await using var worker = await TestWorker.StartAsync();
        var gate = new Gate();
        worker.Engine.OnPaint = (_, _, token) => gate.Pass(token);
        await worker.SendAsync(Jobs.Job());
        await gate.ReachedAsync();
        await worker.StopAsync();
        Assert.IsType<MassTransit.ConsumerCanceledException>(await worker.Faults.NextAsync());
        Assert.Empty(worker.Blobs.Blobs);
    }
}
