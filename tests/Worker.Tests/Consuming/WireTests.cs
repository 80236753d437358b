using MassTransit;
using SwiftDiffusion.Messages;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Worker.Tests.Fakes;

namespace SwiftDiffusion.Worker.Tests.Consuming;

/// <summary>What goes over the wire: plain JSON whose type stands in the headers, if the sender says it at all.</summary>
public sealed class WireTests
{
    [Fact]
    public async Task Send_PlainJsonWithoutAnyHeader_IsPainted()
    {
        await using var worker = await TestWorker.StartAsync();
        await SendRawAsync(worker, """{"jobId":"from-python","model":"postcards","prompt":"a boat","sampler":"DPM++ 2M Karras","someday":1}""");
        var events = await worker.Events.UntilEndAsync();
        Assert.Equal("from-python", Assert.IsType<JobSucceeded>(events[^1]).JobId);
        Assert.Equal("dpmpp_2m", ((JobSucceeded)events[^1]).Result.Sampler);
    }

    [Fact]
    public async Task Send_PlainCancelWithoutAnyHeader_StopsTheJob()
    {
        await using var worker = await TestWorker.StartAsync();
        var gate = new Gate();
        worker.Engine.OnPaint = (_, _, token) => gate.Pass(token);
        await worker.SendAsync(Jobs.Job());
        await worker.Events.NextAsync<JobStarted>();
        await worker.Bus.Publish(new CancelJob("ignored"), context => context.Serializer = new RawBody("""{"jobId":"job-1"}"""), TestContext.Current.CancellationToken);
        Assert.Equal("job-1", (await worker.Events.NextAsync<JobCancelled>()).JobId);
    }

    [Fact]
    public async Task Publish_AnEvent_IsTheContractsJsonWithCloudEventsHeaders()
    {
        await using var worker = await TestWorker.StartAsync();
        await worker.SendAsync(Jobs.Job() with { Steps = 0 });
        var heard = await worker.Events.NextHeardAsync<JobFailed>();
        Assert.Equal(MessageJson.Serialize(heard.Event), heard.Body);
        Assert.Contains("\"reason\":\"invalid_job\"", heard.Body, StringComparison.Ordinal);
        Assert.Equal("job-1:failed", heard.Headers["cloudEvents_id"]);
        Assert.Equal("swiftdiffusion.job.failed.v1", heard.Headers["cloudEvents_type"]);
        Assert.Equal("/swiftdiffusion", heard.Headers["cloudEvents_source"]);
        Assert.Equal("job-1", heard.Headers["cloudEvents_subject"]);
    }

    [Fact]
    public async Task Bus_SetToPlainJsonByItsHostAsWell_WorksTheSame()
    {
        await using var worker = await TestWorker.StartAsync(configureBus: bus => bus.UseRawJsonSerializer(RawSerializerOptions.AddTransportHeaders));
        Assert.IsType<JobSucceeded>((await worker.RunAsync(Jobs.Job()))[^1]);
    }

    [Fact]
    public async Task Publish_EventsToAnEndpointOfManyTypes_ReachEachItsOwnConsumer()
    {
        await using var worker = await TestWorker.StartAsync();
        var events = await worker.RunAsync(Jobs.Job());
        Assert.Equal([typeof(JobStarted), typeof(ImageCompleted), typeof(JobSucceeded)], events.Select(e => e.GetType()));
        Assert.False(worker.Events.HasMore);
    }

    [Fact]
    public async Task Publish_AnEvent_CarriesNoHeaderOfTheJob()
    {
        await using var worker = await TestWorker.StartAsync();
        var endpoint = await worker.Bus.GetSendEndpoint(new Uri("queue:generate.postcards"));
        await endpoint.Send(Jobs.Job(), context => context.Headers.Set("x-producer", "secret"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("x-producer", (await worker.Events.NextHeardAsync<JobSucceeded>()).Headers.Keys);
    }

    [Fact]
    public async Task Publish_AJobInsteadOfSendingIt_ReachesNoQueue()
    {
        await using var worker = await TestWorker.StartAsync();
        await worker.Bus.Publish(Jobs.Job("published"), TestContext.Current.CancellationToken);
        var events = await worker.RunAsync(Jobs.Job("sent"));
        Assert.All(events, e => Assert.Equal("sent", e.JobId));
    }

    [Fact]
    public async Task Send_WithTimeInItsAttributes_MetricsTellTheWait()
    {
        await using var worker = await TestWorker.StartAsync();
        var job = Jobs.Job();
        var sent = worker.Time.GetUtcNow() - TimeSpan.FromSeconds(90);
        var endpoint = await worker.Bus.GetSendEndpoint(new Uri("queue:generate.postcards"));
        await endpoint.Send(job, context =>
        {
            foreach (var (name, value) in CloudEvents.Attributes(job, "/test", sent))
            {
                context.Headers.Set(name, value);
            }
        }, TestContext.Current.CancellationToken);
        Assert.Equal(90, (await worker.Events.NextAsync<JobSucceeded>()).Result.Metrics.Queue);
    }

    [Fact]
    public async Task Send_AJobThatCannotBeRead_FailsNamingEveryWrongField()
    {
        await using var worker = await TestWorker.StartAsync();
        await SendRawAsync(worker, """{"jobId":"job-1","tenant":"acme","model":"postcards","prompt":"a secret boat","steps":"20","seed":-1}""");
        var failed = await worker.Events.NextAsync<JobFailed>();
        Assert.Equal(("job-1", "acme", Messages.Results.FailureReason.InvalidJob), (failed.JobId, failed.Tenant, failed.Reason));
        Assert.Equal(["seed", "steps"], failed.Violations.Select(violation => violation.Field).Order());
        await worker.StopAsync();
        Assert.True(worker.Faults.IsEmpty);
        Assert.DoesNotContain(worker.Log.All, line => line.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_WhatIsNoJob_IsNotAcknowledged()
    {
        await using var worker = await TestWorker.StartAsync();
        await SendRawAsync(worker, """{"prompt":"a boat"}""");
        Assert.IsType<System.Text.Json.JsonException>(await worker.Faults.NextAsync());
    }

    private static async Task SendRawAsync(TestWorker worker, string json)
    {
        var endpoint = await worker.Bus.GetSendEndpoint(new Uri("queue:generate.postcards"));
        await endpoint.Send(Jobs.Job("not sent"), context => context.Serializer = new RawBody(json), TestContext.Current.CancellationToken);
    }
}
