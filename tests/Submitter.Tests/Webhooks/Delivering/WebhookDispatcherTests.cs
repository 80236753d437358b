using System.Collections.Concurrent;
using System.Text.Json;
using SwiftDiffusion.Submitter.Data;
using SwiftDiffusion.Submitter.Tests.Fakes;
using SwiftDiffusion.Submitter.Webhooks;
using SwiftDiffusion.Submitter.Webhooks.Delivering;
using SwiftDiffusion.Submitter.Webhooks.Signing;

namespace SwiftDiffusion.Submitter.Tests.Webhooks.Delivering;

/// <summary>From the event in the table to the receiver, with receivers of all kinds.</summary>
public sealed class WebhookDispatcherTests(DatabaseServer server)
{
    private const string Acme = TestWebhooks.Acme;
    private const string Sqlite = nameof(DatabaseKind.Sqlite);
    private const string PostgreSql = nameof(DatabaseKind.PostgreSql);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Sqlite)]
    [InlineData(PostgreSql)]
    public async Task Deliver_AnEvent_SendsItOnceAndLogsTheAttempt(string kind)
    {
        await using var webhooks = await TestWebhooks.CreateAsync(kind, server);
        await using var receiver = new FakeReceiver();
        var endpoint = await webhooks.AddEndpointAsync(receiver.Url);
        await webhooks.EndJobAsync("a");
        Assert.Equal(1, await webhooks.DeliverAsync());
        Assert.Equal(0, await webhooks.DeliverAsync());

        var hook = Assert.Single(receiver.All);
        Assert.Equal("a:succeeded", hook.Id);
        Assert.Equal(WebhookSignature.Sign("a:succeeded", TestFleet.Noon, hook.Body, [WebhookSecret.Parse(endpoint.Secret)]), hook.Headers["webhook-signature"]);
        using var body = JsonDocument.Parse(hook.Body);
        Assert.Equal(["type", "timestamp", "data"], body.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal("job.succeeded", body.RootElement.GetProperty("type").GetString());
        Assert.Equal("2026-11-25T12:00:00Z", body.RootElement.GetProperty("timestamp").GetString());
        Assert.Equal("a", body.RootElement.GetProperty("data").GetProperty("jobId").GetString());
        Assert.True(hook.Body.Length < 20_000);
        var row = Assert.Single(await webhooks.RowsAsync());
        Assert.Equal((DeliveryState.Delivered, 1, 204, TestFleet.Noon, null), (row.State, row.Attempts, row.LastStatus, row.DeliveredAt, row.LeaseOwner));
        var attempt = Assert.Single(await webhooks.AttemptsAsync());
        Assert.Equal((row.Id, 1, 204, null), (attempt.DeliveryId, attempt.Number, attempt.Status, attempt.Error));
    }

    [Fact]
    public async Task Deliver_ToAReceiverThatIsDownForAnHour_DeliversEachOutcomeOnceItIsBack()
    {
        await using var webhooks = await TestWebhooks.CreateAsync(Sqlite, server);
        var gone = new FakeReceiver();
        await webhooks.AddEndpointAsync(gone.Url);
        await gone.DisposeAsync();
        for (var i = 0; i < 20; i++)
        {
            await webhooks.EndJobAsync($"job-{i}");
        }

        await webhooks.DeliverAsync();
        await webhooks.PassAsync(TimeSpan.FromHours(1));
        Assert.All(await webhooks.RowsAsync(), row => Assert.Equal(DeliveryState.Pending, row.State));
        await using var receiver = new FakeReceiver(gone.Port);
        await webhooks.PassAsync(TimeSpan.FromHours(3));

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"job-{i}:succeeded").Order(), receiver.All.Select(hook => hook.Id).Order());
        Assert.All(await webhooks.RowsAsync(), row => Assert.Equal(DeliveryState.Delivered, row.State));
        Assert.All(await webhooks.AttemptsAsync(), attempt => Assert.True(attempt.Status is 204 || attempt.Error is not null));
    }

    [Fact]
    public async Task Deliver_ToAReceiverThatNeverAnswersWell_KeepsTheScheduleAndThenDisablesTheEndpoint()
    {
        await using var webhooks = await TestWebhooks.CreateAsync(Sqlite, server);
        await using var receiver = new FakeReceiver { Answer = FakeReceiver.Status(500) };
        var endpoint = await webhooks.AddEndpointAsync(receiver.Url);
        await webhooks.EndJobAsync("a");
        await webhooks.DeliverAsync();
        await webhooks.PassAsync(TimeSpan.FromHours(40));
        await webhooks.EndJobAsync("b");
        await webhooks.PassAsync(TimeSpan.FromHours(45));

        Assert.Equal(DeliverySchedule.Attempts, receiver.All.Count(hook => hook.Id == "a:succeeded"));
        var times = (await webhooks.AttemptsAsync()).GroupBy(attempt => attempt.DeliveryId).First().Select(attempt => attempt.At).ToList();
        double[] least = [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400];
        // Looked for once a minute here.
        Assert.All(times.Zip(times.Skip(1), (from, to) => (to - from).TotalSeconds).Zip(least), wait => Assert.InRange(wait.First, wait.Second, (wait.Second * 1.1) + 60));
        var rows = await webhooks.RowsAsync();
        Assert.Equal([DeliveryState.Abandoned, DeliveryState.Failed], rows.Select(row => row.State));
        var disabled = (await webhooks.Endpoints.FindAsync(Acme, endpoint.Endpoint.Id, Stop))!;
        Assert.NotNull(disabled.DisabledAt);
        Assert.Contains("500", disabled.DisabledReason, StringComparison.Ordinal);
        await webhooks.EndJobAsync("c");
        Assert.Equal(2, (await webhooks.RowsAsync()).Count);
    }

    [Fact]
    public async Task Deliver_ToAReceiverThatRefusesOneEventAlone_DoesNotDisableTheEndpoint()
    {
        await using var webhooks = await TestWebhooks.CreateAsync(Sqlite, server);
        await using var receiver = new FakeReceiver();
        receiver.Answer = (hook, stream, token) => FakeReceiver.Status(hook.Id.StartsWith("bad", StringComparison.Ordinal) ? 500 : 200)(hook, stream, token);
        var endpoint = await webhooks.AddEndpointAsync(receiver.Url);
        await webhooks.EndJobAsync("bad");
        await webhooks.DeliverAsync();
        webhooks.Advance(TimeSpan.FromMinutes(1));
        await webhooks.EndJobAsync("good");
        await webhooks.PassAsync(TimeSpan.FromHours(85));
        Assert.Equal([DeliveryState.Abandoned, DeliveryState.Delivered], (await webhooks.RowsAsync()).Select(row => row.State));
        Assert.Null((await webhooks.Endpoints.FindAsync(Acme, endpoint.Endpoint.Id, Stop))!.DisabledAt);
    }

    [Fact]
    public async Task Deliver_ToAFlappingReceiver_DeliversAll()
    {
        await using var webhooks = await TestWebhooks.CreateAsync(Sqlite, server);
        var times = new ConcurrentDictionary<string, int>();
        await using var receiver = new FakeReceiver();
        receiver.Answer = (hook, stream, token) => FakeReceiver.Status(times.AddOrUpdate(hook.Id, 1, (_, count) => count + 1) % 3 == 0 ? 200 : 503)(hook, stream, token);
        await webhooks.AddEndpointAsync(receiver.Url);
        for (var i = 0; i < 12; i++)
        {
            await webhooks.EndJobAsync($"job-{i}");
        }

        await webhooks.PassAsync(TimeSpan.FromHours(20));
        Assert.All(await webhooks.RowsAsync(), row => Assert.Equal(DeliveryState.Delivered, row.State));
        Assert.Equal(12, receiver.All.Select(hook => hook.Id).Distinct().Count());
        Assert.All(receiver.All.GroupBy(hook => hook.Id), hooks => Assert.Single(hooks.Select(hook => hook.Text).Distinct()));
    }

    [Fact]
    public async Task Deliver_ToAReceiverThatIsGone_DisablesTheEndpointAtOnce()
    {
        await using var webhooks = await TestWebhooks.CreateAsync(Sqlite, server, ("Webhooks:ParallelismPerReceiver", "1"));
        await using var receiver = new FakeReceiver { Answer = FakeReceiver.Status(410) };
        var endpoint = await webhooks.AddEndpointAsync(receiver.Url);
        await webhooks.EndJobAsync("a");
        await webhooks.EndJobAsync("b");
        await webhooks.DeliverAsync();
        await webhooks.PassAsync(TimeSpan.FromMinutes(10));
        Assert.Single(receiver.All);
        Assert.All(await webhooks.RowsAsync(), row => Assert.Equal(DeliveryState.Failed, row.State));
        Assert.Contains("410", (await webhooks.Endpoints.FindAsync(Acme, endpoint.Endpoint.Id, Stop))!.DisabledReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliver_ToAReceiverThatRedirects_IsTriedAgainAndNeverFollowed()
    {
        await using var webhooks = await TestWebhooks.CreateAsync(Sqlite, server);
        await using var elsewhere = new FakeReceiver();
        await using var receiver = new FakeReceiver { Answer = FakeReceiver.Status(302, $"Location: {elsewhere.Url}") };
        await webhooks.AddEndpointAsync(receiver.Url);
        await webhooks.EndJobAsync("a");
        await webhooks.DeliverAsync();
        var row = Assert.Single(await webhooks.RowsAsync());
        Assert.Equal((DeliveryState.Pending, 302), (row.State, row.LastStatus));
        receiver.Answer = FakeReceiver.Status(200);
        await webhooks.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(DeliveryState.Delivered, Assert.Single(await webhooks.RowsAsync()).State);
        Assert.Empty(elsewhere.All);
    }

    [Fact]
    public async Task Deliver_ToAReceiverThatAsksToWait_WaitsWithAllThatIsForIt()
    {
        await using var webhooks = await TestWebhooks.CreateAsync(Sqlite, server, ("Webhooks:ParallelismPerReceiver", "1"));
        await using var receiver = new FakeReceiver { Answer = FakeReceiver.Status(429, "Retry-After: 600") };
        await webhooks.AddEndpointAsync(receiver.Url);
        await webhooks.EndJobAsync("a");
        await webhooks.EndJobAsync("b");
        await webhooks.DeliverAsync();
        receiver.Answer = FakeReceiver.Status(200);
        await webhooks.PassAsync(TimeSpan.FromMinutes(9));
        Assert.Single(receiver.All);
        await webhooks.PassAsync(TimeSpan.FromMinutes(3));
        Assert.Equal(3, receiver.All.Count);
        Assert.All(await webhooks.RowsAsync(), row => Assert.Equal(DeliveryState.Delivered, row.State));
    }

    [Fact]
    public async Task Run_WithReceiversThatDoNotAnswer_DeliversToTheOthersAtOnce()
    {
        await using var webhooks = await TestWebhooks.CreateAsync(
            Sqlite, server, ("Webhooks:Parallelism", "4"), ("Webhooks:ParallelismPerReceiver", "2"), ("Webhooks:ParallelismPerTenant", "2"));
        await using var silent = new FakeReceiver { Answer = FakeReceiver.Silence() };
        await using var healthy = new FakeReceiver();
        await webhooks.AddEndpointAsync(silent.Url);
        await webhooks.AddEndpointAsync(healthy.Url, TestWebhooks.Other);
        for (var i = 0; i < 10; i++)
        {
            await webhooks.EndJobAsync($"slow-{i}");
        }

        await webhooks.Dispatcher.StartAsync(Stop);
        await silent.NextAsync();
        await silent.NextAsync();
        for (var i = 0; i < 10; i++)
        {
            await webhooks.EndJobAsync($"fast-{i}", TestWebhooks.Other);
            // No time passes: the silent ones still hold their share.
            Assert.Equal($"fast-{i}:succeeded", (await healthy.NextAsync()).Id);
        }

        Assert.Equal(2, silent.All.Count);
        await webhooks.Dispatcher.StopAsync(Stop);
    }

    [Fact]
    public async Task Stop_InMidDelivery_GivesItBackForAnotherToTakeAtOnce()
    {
        await using var webhooks = await TestWebhooks.CreateAsync(Sqlite, server);
        await using var receiver = new FakeReceiver { Answer = FakeReceiver.Silence() };
        await webhooks.AddEndpointAsync(receiver.Url);
        await webhooks.EndJobAsync("a");
        await webhooks.Dispatcher.StartAsync(Stop);
        await receiver.NextAsync();
        await webhooks.Dispatcher.StopAsync(Stop);
        var row = Assert.Single(await webhooks.RowsAsync());
        Assert.Equal((DeliveryState.Pending, 0, null), (row.State, row.Attempts, row.LeaseOwner));
        receiver.Answer = FakeReceiver.Status(200);
        Assert.Equal(1, await webhooks.DeliverAsync());
        Assert.All(await webhooks.RowsAsync(), it => Assert.Equal(DeliveryState.Delivered, it.State));
    }

    [Theory]
    [InlineData(Sqlite)]
    [InlineData(PostgreSql)]
    public async Task Claim_WhatAnotherHasLeased_TakesItWhenTheLeaseEnds(string kind)
    {
        await using var webhooks = await TestWebhooks.CreateAsync(kind, server);
        await using var other = webhooks.Another(kind);
        await webhooks.AddEndpointAsync("http://127.0.0.1:1/");
        await webhooks.EndJobAsync("a");
        var first = Assert.Single(await webhooks.Queue.ClaimAsync(webhooks.Shares, Stop));
        Assert.Empty(await other.Queue.ClaimAsync(other.Shares, Stop));
        webhooks.Advance(DeliveryQueue.Lease);
        var second = Assert.Single(await other.Queue.ClaimAsync(other.Shares, Stop));

        // The first one wakes up late: what it says no longer counts.
        await webhooks.Ledger.WriteAsync(first, new(SwiftDiffusion.Submitter.Webhooks.Sending.AttemptOutcome.Failed, TestFleet.Noon, TimeSpan.Zero) { Status = 500 }, Stop);
        Assert.Empty(await webhooks.AttemptsAsync());
        await other.Ledger.WriteAsync(second, new(SwiftDiffusion.Submitter.Webhooks.Sending.AttemptOutcome.Delivered, TestFleet.Noon, TimeSpan.Zero) { Status = 200 }, Stop);
        Assert.Equal(200, Assert.Single(await webhooks.AttemptsAsync()).Status);
        Assert.Equal(DeliveryState.Delivered, Assert.Single(await webhooks.RowsAsync()).State);
    }

    [Fact]
    public async Task Deliver_ByTwoDispatchersAtOnceOnPostgreSql_SendsEachOnce()
    {
        await using var webhooks = await TestWebhooks.CreateAsync(PostgreSql, server, ("Webhooks:Keys:0", new string('A', 43) + "="));
        await using var other = webhooks.Another(PostgreSql, ("Webhooks:Keys:0", new string('A', 43) + "="));
        await using var receiver = new FakeReceiver();
        await webhooks.AddEndpointAsync(receiver.Url);
        for (var i = 0; i < 60; i++)
        {
            await webhooks.EndJobAsync($"job-{i}");
        }

        var counts = await Task.WhenAll(new[] { webhooks, other }.Select(async dispatcher =>
        {
            var sent = 0;
            while (await dispatcher.DeliverAsync() is > 0 and var count)
            {
                sent += count;
            }

            return sent;
        }));
        Assert.Equal(60, counts.Sum());
        Assert.Equal(60, receiver.All.Count);
        Assert.Equal(60, receiver.All.Select(hook => hook.Id).Distinct().Count());
        Assert.All(await webhooks.AttemptsAsync(), attempt => Assert.Equal((1, 204), (attempt.Number, attempt.Status)));
    }

    [Fact]
    public async Task Deliver_ToAJobsOwnAddress_IsSignedWithTheSecretOfTheTenantsJobs()
    {
        await using var webhooks = await TestWebhooks.CreateAsync(Sqlite, server);
        await using var receiver = new FakeReceiver();
        await webhooks.EndJobAsync("a", callbackUrl: receiver.Url);
        await webhooks.DeliverAsync();
        var rotated = await webhooks.Endpoints.RotateAsync(Acme, SwiftDiffusion.Submitter.Webhooks.Endpoints.EndpointStore.Jobs, TimeSpan.FromHours(1), Stop);
        await webhooks.EndJobAsync("b", callbackUrl: receiver.Url);
        await webhooks.DeliverAsync();
        var (first, second) = (receiver.All[0].Headers["webhook-signature"].Split(' '), receiver.All[1].Headers["webhook-signature"].Split(' '));
        Assert.Single(first);
        Assert.Equal(2, second.Length);
        Assert.Equal(WebhookSignature.Sign("b:succeeded", TestFleet.Noon, receiver.All[1].Body, [WebhookSecret.Parse(rotated!.Secret)]), second[0]);
    }

    [Fact]
    public async Task Deliver_WithoutTheKeyOfItsSecrets_WaitsUntilThereIsOne()
    {
        await using var webhooks = await TestWebhooks.CreateAsync(Sqlite, server);
        await using var receiver = new FakeReceiver();
        await webhooks.AddEndpointAsync(receiver.Url);
        await webhooks.EndJobAsync("a");
        await using (var wrong = webhooks.Another(Sqlite, ("Webhooks:Keys:0", new string('A', 43) + "=")))
        {
            Assert.Equal(1, await wrong.DeliverAsync());
        }

        Assert.Empty(receiver.All);
        Assert.Equal(0, await webhooks.DeliverAsync());
        webhooks.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, await webhooks.DeliverAsync());
        Assert.Equal((DeliveryState.Delivered, 1), ((await webhooks.RowsAsync())[0].State, (await webhooks.RowsAsync())[0].Attempts));
    }

    [Fact]
    public async Task Deliver_ToAnEndpointThatWasDeletedOrDisabledMeanwhile_SendsNothing()
    {
        await using var webhooks = await TestWebhooks.CreateAsync(Sqlite, server);
        await using var receiver = new FakeReceiver();
        var endpoint = (await webhooks.AddEndpointAsync(receiver.Url)).Endpoint;
        await webhooks.EndJobAsync("a");
        await webhooks.Endpoints.UpdateAsync(Acme, endpoint.Id, null, null, disabled: true, Stop);
        await webhooks.DeliverAsync();
        Assert.Equal(DeliveryState.Failed, Assert.Single(await webhooks.RowsAsync()).State);
        Assert.Empty(receiver.All);
    }
}
