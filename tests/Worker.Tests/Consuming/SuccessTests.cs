using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Worker.Tests.Fakes;

namespace SwiftDiffusion.Worker.Tests.Consuming;

/// <summary>A job that goes well.</summary>
public sealed class SuccessTests
{
    [Fact]
    public async Task Job_OfTwoImages_IsStoredThenCommittedThenTold()
    {
        await using var worker = await TestWorker.StartAsync();
        var events = await worker.RunAsync(Jobs.Job() with { Count = 2, Tenant = "acme", Labels = new Dictionary<string, string> { ["order"] = "7" } });
        Assert.Equal([typeof(JobStarted), typeof(ImageCompleted), typeof(ImageCompleted), typeof(JobSucceeded)], events.Select(e => e.GetType()));
        Assert.All(events, e => Assert.Equal(("job-1", "acme", "7"), (e.JobId, e.Tenant, e.Labels["order"])));
        Assert.Equal(
            ["put tenants/acme/jobs/job-1/0.png", "put tenants/acme/jobs/job-1/1.png", "put-if-absent tenants/acme/jobs/job-1/result.json"],
            worker.Blobs.Calls.Where(call => call.StartsWith("put", StringComparison.Ordinal)));
        var result = ((JobSucceeded)events[^1]).Result;
        Assert.Equal([5u, 6u], result.Images.Select(image => image.Seed));
        Assert.Equal(worker.Blobs.Blobs.Keys.Where(key => key.EndsWith(".png", StringComparison.Ordinal)).Order(), result.Images.Select(image => image.Blob));
        Assert.Equal(MessageJson.Serialize(result), System.Text.Encoding.UTF8.GetString(worker.Blobs.Blobs["tenants/acme/jobs/job-1/result.json"].Bytes.Span));
    }

    [Fact]
    public async Task Job_Succeeded_ResultTellsWhatWasDoneAndWhereTheTimeWent()
    {
        await using var worker = await TestWorker.StartAsync(options => options.Adapters["ink"] = "/adapters/ink.safetensors");
        worker.Engine.OnLoad = _ => worker.Time.Advance(TimeSpan.FromSeconds(20));
        worker.Engine.OnPaint = (_, _, _) => worker.Time.Advance(TimeSpan.FromSeconds(10));
        worker.Blobs.BeforeCall = call => worker.Time.Advance(call.StartsWith("put jobs", StringComparison.Ordinal) ? TimeSpan.FromSeconds(3) : TimeSpan.Zero);
        await worker.SendAsync(Jobs.Job() with { Sampler = "Euler a", Loras = [new LoraReference { Name = "ink", Scale = 0.5 }] });
        var result = (await worker.Events.NextAsync<JobSucceeded>()).Result;
        Assert.Equal(("postcards", "euler_ancestral", "worker-1"), (result.Model, result.Sampler, result.Worker));
        Assert.NotEmpty(result.EngineVersion);
        Assert.Equal(new LoraPatch { Lora = "ink", Step = 0, MatchedModules = 7, UnmatchedKeys = result.Loras[0].UnmatchedKeys }, result.Loras[0]);
        Assert.Equal(
            new JobMetrics { Queue = result.Metrics.Queue, Fetch = 0, Load = 20 + 1, Patch = 2, Encode = 3, Denoise = 4, Decode = 5, Upload = 3, GpuSeconds = 30 }, result.Metrics);
    }

    [Fact]
    public async Task Job_WithoutSeed_GetsTheSameOneWheneverItIsDelivered()
    {
        await using var worker = await TestWorker.StartAsync();
        await worker.SendAsync(Jobs.Job() with { Seed = null });
        var started = await worker.Events.NextAsync<JobStarted>();
        var first = (await worker.Events.NextAsync<JobSucceeded>()).Result.Images[0];
        await using var another = await TestWorker.StartAsync();
        await another.SendAsync(Jobs.Job() with { Seed = null });
        var second = (await another.Events.NextAsync<JobSucceeded>()).Result.Images[0];
        await another.SendAsync(Jobs.Job("job-2") with { Seed = null });
        var other = (await another.Events.NextAsync<JobSucceeded>()).Result.Images[0];
        Assert.Equal(started.Seed, first.Seed);
        Assert.Equal((first.Seed, first.Sha256), (second.Seed, second.Sha256));
        Assert.NotEqual(first.Seed, other.Seed);
    }

    [Fact]
    public async Task Job_OfLowPriority_IsTakenFromItsOwnQueue()
    {
        await using var worker = await TestWorker.StartAsync();
        Assert.IsType<JobSucceeded>((await worker.RunAsync(Jobs.Job() with { Priority = JobPriority.Low }))[^1]);
    }

    [Fact]
    public async Task Job_WhateverBecomesOfIt_ItsPromptIsNotLogged()
    {
        await using var worker = await TestWorker.StartAsync();
        await worker.RunAsync(Jobs.Job());
        await worker.RunAsync(Jobs.Job("job-2") with { Steps = 0 });
        worker.Engine.OnPaint = (_, _, _) => throw new InvalidOperationException("broken");
        await worker.SendAsync(Jobs.Job("job-3"));
        await worker.Faults.NextAsync();
        Assert.NotEmpty(worker.Log.All);
        Assert.DoesNotContain(worker.Log.All, line => line.Contains(Jobs.Prompt, StringComparison.Ordinal));
    }
}
