using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Worker.Tests.Fakes;

namespace SwiftDiffusion.Worker.Tests.Consuming;

/// <summary>Several jobs at a time: one is painted, another prepared.</summary>
public sealed class OverlapTests
{
    [Fact]
    public async Task SecondJob_WhileTheFirstPaints_IsPreparedAndWaits()
    {
        await using var worker = await TestWorker.StartAsync();
        var (gate, prepared) = (new Gate(), new TaskCompletionSource());
        worker.Engine.OnPaint = (_, _, token) => gate.Pass(token);
        worker.Engine.OnPrepare = request => _ = request.Seed == 2 && prepared.TrySetResult();
        await worker.SendAsync(Jobs.Job("first") with { Seed = 1 });
        await gate.ReachedAsync();
        await worker.SendAsync(Jobs.Job("second") with { Seed = 2 });
        await prepared.Task.WaitAsync(TestWorker.Patience, TestContext.Current.CancellationToken);
        Assert.Equal([1u], worker.Engine.Painted.Select(request => request.Seed));
        gate.Open();
        // They are painted in order, and settled side by side.
        string[] ended = [(await worker.Events.NextAsync<JobSucceeded>()).JobId, (await worker.Events.NextAsync<JobSucceeded>()).JobId];
        Assert.Equal(["first", "second"], ended.Order());
        Assert.Equal([1u, 2u], worker.Engine.Painted.Select(request => request.Seed));
        Assert.Single(worker.Engine.Loaded);
    }

    [Fact]
    public async Task Models_TakingTurns_AreNeverInMemoryTogether()
    {
        await using var worker = await TestWorker.StartAsync();
        var most = 0;
        worker.Engine.OnLoad = _ => most = Math.Max(most, worker.Engine.InMemory + 1);
        await worker.RunAsync(Jobs.Job("a"));
        await worker.RunAsync(Jobs.Job("b", "sketches"));
        await worker.RunAsync(Jobs.Job("c"));
        Assert.Equal(["/models/postcards", "/models/sketches", "/models/postcards"], worker.Engine.Loaded);
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task SameJob_DeliveredTwiceAtOnce_IsPaintedOnceAndToldTwice()
    {
        await using var worker = await TestWorker.StartAsync();
        var gate = new Gate();
        worker.Engine.OnPaint = (_, _, token) => gate.Pass(token);
        await worker.SendAsync(Jobs.Job());
        await gate.ReachedAsync();
        await worker.SendAsync(Jobs.Job());
        gate.Open();
        var first = await worker.Events.NextHeardAsync<JobSucceeded>();
        var second = await worker.Events.NextHeardAsync<JobSucceeded>();
        Assert.Equal((first.Body, first.Headers["cloudEvents_id"]), (second.Body, second.Headers["cloudEvents_id"]));
        Assert.Single(worker.Engine.Painted);
    }

    [Fact]
    public async Task Cancel_WhileWaitingBehindAnother_EndsAtOnce()
    {
        await using var worker = await TestWorker.StartAsync();
        var (gate, prepared) = (new Gate(), new TaskCompletionSource());
        worker.Engine.OnPaint = (_, _, token) => gate.Pass(token);
        worker.Engine.OnPrepare = request => _ = request.Seed == 2 && prepared.TrySetResult();
        await worker.SendAsync(Jobs.Job("first") with { Seed = 1 });
        await gate.ReachedAsync();
        await worker.SendAsync(Jobs.Job("second") with { Seed = 2 });
        await prepared.Task.WaitAsync(TestWorker.Patience, TestContext.Current.CancellationToken);
        await worker.Bus.Publish(new CancelJob("second"), TestContext.Current.CancellationToken);
        Assert.Equal("second", (await worker.Events.NextAsync<JobCancelled>()).JobId);
        gate.Open();
        Assert.Equal("first", (await worker.Events.NextAsync<JobSucceeded>()).JobId);
        Assert.Single(worker.Engine.Painted);
    }
}
