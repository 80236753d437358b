using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Storage;
using SwiftDiffusion.Submitter.Tests.Fakes;

namespace SwiftDiffusion.Submitter.Tests;

public sealed class JobClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SubmitAsync_WorkerTells_YieldsEventsInOrderUntilTheEnd()
    {
        await using var fleet = await TestFleet.StartAsync(async (bus, job) =>
        {
            await TestFleet.TellAsync(bus, TestFleet.Started(job));
            for (var step = 1; step <= 100; step++)
            {
                await TestFleet.TellAsync(bus, TestFleet.Progress(job, step));
            }

            await TestFleet.TellAsync(bus, TestFleet.Cancelled(job));
        });
        var events = await fleet.Client.SubmitAsync(TestFleet.Job("a"), Token).ToListAsync(Token);
        Assert.IsType<JobStarted>(events[0]);
        Assert.Equal(Enumerable.Range(1, 100), events.OfType<JobProgress>().Select(progress => progress.Step));
        Assert.IsType<JobCancelled>(events[^1]);
        Assert.Equal(102, events.Count);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public async Task SubmitAsync_AnyEnd_YieldsEachTypeAsItselfAndStops(int end)
    {
        JobEvent[] told = [.. TestFleet.OneOfEach(TestFleet.Job("a")).Take(4), TestFleet.OneOfEach(TestFleet.Job("a"))[end]];
        await using var fleet = await TestFleet.StartAsync(async (bus, _) =>
        {
            foreach (var jobEvent in told)
            {
                await TestFleet.TellAsync(bus, jobEvent);
            }
        });
        var events = await fleet.Client.SubmitAsync(TestFleet.Job("a"), Token).ToListAsync(Token);
        Assert.Equal(told.Select(MessageJson.Serialize), events.Select(MessageJson.Serialize));
        Assert.Equal(told.Select(jobEvent => jobEvent.GetType()), events.Select(jobEvent => jobEvent.GetType()));
    }

    [Fact]
    public async Task SubmitAsync_EventDeliveredAgain_YieldsItOnce()
    {
        await using var fleet = await TestFleet.StartAsync(async (bus, job) =>
        {
            await TestFleet.TellAsync(bus, TestFleet.Progress(job, 1), "one");
            await TestFleet.TellAsync(bus, TestFleet.Progress(job, 1), "one");
            await TestFleet.TellAsync(bus, TestFleet.Progress(job, 2), id: "");
            await TestFleet.TellAsync(bus, TestFleet.Progress(job, 2), id: "");
            await TestFleet.TellAsync(bus, TestFleet.Progress(job, 3));
            await TestFleet.TellAsync(bus, TestFleet.Cancelled(job));
        });
        var events = await fleet.Client.SubmitAsync(TestFleet.Job("a"), Token).ToListAsync(Token);
        Assert.Equal([1, 2, 3], events.OfType<JobProgress>().Select(progress => progress.Step));
    }

    [Fact]
    public async Task SubmitAsync_ManyJobsAtOnce_EachGetsItsOwnEvents()
    {
        await using var fleet = await TestFleet.StartAsync(async (bus, job) =>
        {
            await TestFleet.TellAsync(bus, TestFleet.Started(job));
            await TestFleet.TellAsync(bus, TestFleet.Cancelled(job));
        });
        // Half of them share their ids with the other half, under another tenant.
        var jobs = Enumerable.Range(0, 100).Select(i => TestFleet.Job($"{i / 2}") with { Tenant = i % 2 == 0 ? null : "acme" }).ToList();
        var all = await Task.WhenAll(jobs.Select(job => fleet.Client.SubmitAsync(job, Token).ToListAsync(Token).AsTask()));
        foreach (var (job, events) in jobs.Zip(all))
        {
            Assert.Equal([typeof(JobStarted), typeof(JobCancelled)], events.Select(jobEvent => jobEvent.GetType()));
            Assert.All(events, jobEvent => Assert.Equal((job.Tenant, job.JobId), (jobEvent.Tenant, jobEvent.JobId)));
        }

        Assert.Equal(0, fleet.Followers.Count);
    }

    [Fact]
    public async Task SubmitAsync_FollowerLeavesOrIsStopped_LeavesNothingBehind()
    {
        await using var fleet = await TestFleet.StartAsync((bus, job) => TestFleet.TellAsync(bus, TestFleet.Started(job)));
        await foreach (var _ in fleet.Client.SubmitAsync(TestFleet.Job("left"), Token))
        {
            Assert.Equal(1, fleet.Followers.Count);
            break;
        }

        using var stop = new CancellationTokenSource();
        var events = fleet.Client.SubmitAsync(TestFleet.Job("stopped"), stop.Token).GetAsyncEnumerator(Token);
        Assert.True(await events.MoveNextAsync());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await events.MoveNextAsync());
        Assert.Equal(0, fleet.Followers.Count);
    }

    [Fact]
    public async Task SubmitAsync_Job_GoesToItsQueueAsPlainJsonWithCloudEventsHeaders()
    {
        await using var fleet = await TestFleet.StartAsync((bus, job) => TestFleet.TellAsync(bus, TestFleet.Cancelled(job)));
        var job = TestFleet.Job("a") with { Priority = JobPriority.Low, Seed = 7 };
        await fleet.Client.SubmitAsync(job, Token).ToListAsync(Token);
        var wire = await fleet.Received.NextAsync();
        Assert.Equal("generate.postcards.low", wire.Queue);
        Assert.Equal(MessageJson.Serialize(job), wire.Body);
        Assert.Equal("a:generate", wire.Headers["cloudEvents_id"]);
        Assert.Equal("swiftdiffusion.job.generate.v1", wire.Headers["cloudEvents_type"]);
        Assert.Equal("a", wire.Headers["cloudEvents_subject"]);
        Assert.Equal("2026-11-25T12:00:00Z", wire.Headers["cloudEvents_time"]);
    }

    [Fact]
    public async Task SubmitAsync_JobBreaksRules_NamesThemAll()
    {
        await using var fleet = await TestFleet.StartAsync();
        var e = Assert.Throws<ArgumentException>(() => fleet.Client.SubmitAsync(TestFleet.Job("a") with { Steps = 0, Width = 500 }, Token));
        Assert.Contains("steps is 0", e.Message, StringComparison.Ordinal);
        Assert.Contains("width is 500", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CancelAsync_AnyJob_LeavesTheMarkAndTellsWorkers()
    {
        await using var fleet = await TestFleet.StartAsync();
        await fleet.Client.CancelAsync("a", "acme", Token);
        var wire = await fleet.Received.NextAsync();
        Assert.Equal(new CancelJob("a", "acme"), wire.Message);
        Assert.Equal("a:cancel", wire.Headers["cloudEvents_id"]);
        Assert.Equal(MessageJson.Serialize(new CancelJob("a", "acme")), wire.Body);
        Assert.True(await fleet.Blobs.ExistsAsync(JobBlobs.CancelMark("acme", "a"), Token));
        await fleet.Client.CancelAsync("a", "acme", Token);
        Assert.IsType<CancelJob>((await fleet.Received.NextAsync()).Message);
    }
}
