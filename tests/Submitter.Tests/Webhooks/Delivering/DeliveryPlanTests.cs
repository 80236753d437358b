using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Submitter.Data;
using SwiftDiffusion.Submitter.Tests.Fakes;
using SwiftDiffusion.Submitter.Webhooks;

namespace SwiftDiffusion.Submitter.Tests.Webhooks.Delivering;

public sealed class DeliveryPlanTests(DatabaseServer server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(nameof(DatabaseKind.Sqlite))]
    [InlineData(nameof(DatabaseKind.PostgreSql))]
    public async Task Enqueue_AJobFromItsStartToItsEnd_PlansWhatEachReceiverAskedFor(string kind)
    {
        await using var webhooks = await TestWebhooks.CreateAsync(kind, server);
        var (ends, all) = ((await webhooks.AddEndpointAsync("http://127.0.0.1:1/ends")).Endpoint.Id, (await webhooks.AddEndpointAsync("http://127.0.0.1:1/all", TestWebhooks.Acme, "accepted", "started", "succeeded")).Endpoint.Id);
        await webhooks.AddEndpointAsync("http://127.0.0.1:1/failures", TestWebhooks.Acme, "failed");
        await webhooks.AddEndpointAsync("http://127.0.0.1:1/other", TestWebhooks.Other, [.. EventNames.All]);
        await webhooks.EndJobAsync("a", callbackUrl: "https://receiver.example/hooks", events: ["started"]);

        var planned = (await webhooks.RowsAsync()).Select(row => (row.EventType, row.EndpointId, row.Url, row.State)).ToHashSet();
        Assert.Equal(
            [
                ("accepted", all, "http://127.0.0.1:1/all", DeliveryState.Pending), ("started", all, "http://127.0.0.1:1/all", DeliveryState.Pending), ("succeeded", all, "http://127.0.0.1:1/all", DeliveryState.Pending),
                ("succeeded", ends, "http://127.0.0.1:1/ends", DeliveryState.Pending), ("started", null, "https://receiver.example/hooks", DeliveryState.Pending),
            ],
            planned);
    }

    [Fact]
    public async Task Enqueue_AnEventThatIsToldAgain_PlansNothingMore()
    {
        await using var webhooks = await TestWebhooks.CreateAsync(nameof(DatabaseKind.Sqlite), server);
        await webhooks.AddEndpointAsync("http://127.0.0.1:1/");
        await webhooks.EndJobAsync("a");
        var job = TestFleet.Job("a") with { Tenant = TestWebhooks.Acme };
        await webhooks.Jobs.ApplyAsync(TestFleet.OneOfEach(job).OfType<JobSucceeded>().Single(), null, Stop);
        await webhooks.Jobs.ApplyAsync(TestFleet.Cancelled(job), null, Stop);
        Assert.Equal("succeeded", Assert.Single(await webhooks.RowsAsync()).EventType);
    }

    [Fact]
    public async Task Enqueue_ForADisabledEndpointOrTheSecretsOfJobs_PlansNothing()
    {
        await using var webhooks = await TestWebhooks.CreateAsync(nameof(DatabaseKind.Sqlite), server);
        var endpoint = (await webhooks.AddEndpointAsync("http://127.0.0.1:1/")).Endpoint;
        await webhooks.Secrets.OfJobsAsync(TestWebhooks.Acme, Stop);
        await webhooks.Endpoints.UpdateAsync(TestWebhooks.Acme, endpoint.Id, null, null, disabled: true, Stop);
        await webhooks.EndJobAsync("a");
        Assert.Empty(await webhooks.RowsAsync());
    }

    [Fact]
    public async Task Cancel_OfAJobThatWasNeverHandedOver_IsTold()
    {
        await using var webhooks = await TestWebhooks.CreateAsync(nameof(DatabaseKind.Sqlite), server);
        await webhooks.AddEndpointAsync("http://127.0.0.1:1/");
        await webhooks.Jobs.SubmitAsync(TestWebhooks.Acme, TestFleet.Job("a"), null, "hash", Stop);
        await webhooks.Jobs.RequestCancelAsync(TestWebhooks.Acme, "a", Stop);
        Assert.Equal("cancelled", Assert.Single(await webhooks.RowsAsync()).EventType);
    }
}
