using System.Collections.Concurrent;
using MassTransit;
using SwiftDiffusion.Broker;
using SwiftDiffusion.Messages;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Storage;
using SwiftDiffusion.Worker.Tests.Fakes;

namespace SwiftDiffusion.Worker.Tests.Consuming;

/// <summary>A crash at any point loses nothing and paints nothing twice into a manifest.</summary>
public sealed class RedeliveryTests
{
    [Fact]
    public async Task Redelivery_OfASettledJob_TellsTheSameAndPaintsNothing()
    {
        await using var worker = await TestWorker.StartAsync();
        await worker.SendAsync(Jobs.Job());
        var first = await worker.Events.NextHeardAsync<JobSucceeded>();
        worker.Time.Advance(TimeSpan.FromHours(1));
        await worker.SendAsync(Jobs.Job());
        var second = await worker.Events.NextHeardAsync<JobSucceeded>();
        Assert.Equal(first.Body, second.Body);
        Assert.Equal(first.Headers["cloudEvents_id"], second.Headers["cloudEvents_id"]);
        Assert.Single(worker.Engine.Painted);
    }

    [Fact]
    public async Task Crash_BetweenManifestAndEvent_IsMadeUpForByRedelivery()
    {
        var brokerIsDown = true;
        await using var worker = await TestWorker.StartAsync(configureBus: bus => bus.ConfigurePublish(publish => publish.UseExecute(context =>
        {
            if (brokerIsDown && context.DestinationAddress!.ToString().Contains(nameof(JobSucceeded), StringComparison.Ordinal))
            {
                throw new InvalidOperationException("The broker is down.");
            }
        })));
        await worker.SendAsync(Jobs.Job());
        Assert.Equal("The broker is down.", (await worker.Faults.NextAsync()).Message);
        brokerIsDown = false;
        await worker.SendAsync(Jobs.Job());
        Assert.Equal("job-1", (await worker.Events.NextAsync<JobSucceeded>()).JobId);
        Assert.Single(worker.Engine.Painted);
    }

    [Fact]
    public async Task Crash_BetweenImagesAndManifest_PaintsAgainAndCommitsOnce()
    {
        await using var worker = await TestWorker.StartAsync();
        var crashed = false;
        worker.Blobs.BeforeCall = call =>
        {
            if (!crashed && call.StartsWith("put-if-absent", StringComparison.Ordinal))
            {
                crashed = true;
                throw new InvalidOperationException("Crash.");
            }
        };
        await worker.SendAsync(Jobs.Job());
        Assert.Equal("Crash.", (await worker.Faults.NextAsync()).Message);
        await worker.SendAsync(Jobs.Job());
        await worker.Events.NextAsync<JobSucceeded>();
        Assert.Equal(2, worker.Engine.Painted.Count);
        Assert.Equal(["jobs/job-1/0.png", "jobs/job-1/result.json"], worker.Blobs.Blobs.Keys.Order());
    }

    [Fact]
    public async Task Commit_AnotherWorkerWasFaster_TellsWhatItsManifestSays()
    {
        await using var faster = await TestWorker.StartAsync(options => options.Name = "faster");
        await faster.RunAsync(Jobs.Job());
        await using var worker = await TestWorker.StartAsync();
        worker.Engine.OnPaint = (_, _, _) => worker.Blobs.Add("jobs/job-1/result.json", faster.Blobs.Blobs["jobs/job-1/result.json"].Bytes.ToArray());
        await worker.SendAsync(Jobs.Job());
        Assert.Equal("faster", (await worker.Events.NextAsync<JobSucceeded>()).Result.Worker);
    }

    [Fact]
    public async Task PickUp_UnreadableManifest_FailsTheJobRatherThanPaintOverIt()
    {
        await using var worker = await TestWorker.StartAsync();
        worker.Blobs.Add(JobBlobs.Manifest(null, "job-1").Value, "{"u8.ToArray());
        var failed = Assert.IsType<JobFailed>(Assert.Single(await worker.RunAsync(Jobs.Job())));
        Assert.Equal((Messages.Results.FailureReason.StorageUnavailable, false), (failed.Reason, failed.Retryable));
        Assert.Empty(worker.Engine.Painted);
    }

    [Fact]
    public async Task Suspects_TwoOfThem_AreWorkedOnOneAfterTheOther()
    {
        await using var worker = await TestWorker.StartAsync();
        var (gate, other) = (new Gate(), new TaskCompletionSource());
        var prepared = new ConcurrentQueue<uint>();
        worker.Engine.OnPaint = (request, _, token) =>
        {
            if (request.Seed == 1)
            {
                gate.Pass(token);
            }
        };
        worker.Engine.OnPrepare = request =>
        {
            prepared.Enqueue(request.Seed);
            _ = request.Seed == 3 && other.TrySetResult();
        };
        await SendReturnedAsync(worker, Jobs.Job("first") with { Seed = 1 });
        await gate.ReachedAsync();
        await SendReturnedAsync(worker, Jobs.Job("second", "sketches") with { Seed = 2 });
        await worker.SendAsync(Jobs.Job("new") with { Seed = 3 });
        await other.Task.WaitAsync(TestWorker.Patience, TestContext.Current.CancellationToken);
        Assert.Equal([1u, 3u], prepared);

        gate.Open();
        var ends = new[] { await worker.Events.NextAsync<JobSucceeded>(), await worker.Events.NextAsync<JobSucceeded>(), await worker.Events.NextAsync<JobSucceeded>() };
        Assert.Equal(["first", "new", "second"], ends.Select(end => end.JobId).Order());
        Assert.Equal(2u, prepared.Last());
    }

    /// <summary>Sends a job as the broker delivers one that came back once.</summary>
    private static async Task SendReturnedAsync(TestWorker worker, GenerateImages job)
    {
        var endpoint = await worker.Bus.GetSendEndpoint(new Uri($"queue:{Queues.Generate(job.Model, job.Priority)}"));
        await endpoint.Send(job, context => context.Headers.Set(JobQueues.ReturnsHeader, 1L), TestContext.Current.CancellationToken);
    }
}
