using Microsoft.EntityFrameworkCore;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Submitter.Data;
using SwiftDiffusion.Submitter.Jobs;
using SwiftDiffusion.Submitter.Tests.Fakes;

namespace SwiftDiffusion.Submitter.Tests.Jobs;

/// <summary>The store's promises, on both databases.</summary>
public sealed class JobStoreTests(DatabaseServer server)
{
    private const string Acme = "acme";
    private const string Sqlite = nameof(DatabaseKind.Sqlite);
    private const string PostgreSql = nameof(DatabaseKind.PostgreSql);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Sqlite)]
    [InlineData(PostgreSql)]
    public async Task Submit_TwentyClientsAtOnceWithOneKey_MakeOneJob(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind, server);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => store.Jobs.SubmitAsync(Acme, TestFleet.Job($"job-{i}"), "key", "hash", Stop), Stop)));
        Assert.Single(answers, answer => answer.Outcome == SubmitOutcome.Created);
        Assert.All(answers.Where(answer => answer.Outcome != SubmitOutcome.Created), answer => Assert.Equal(SubmitOutcome.Existing, answer.Outcome));
        Assert.Single(answers.Select(answer => answer.Job.Id).Distinct());
        Assert.Equal(1, await store.Transactions.ReadAsync((db, token) => db.Jobs.CountAsync(token), Stop));
        Assert.Equal(1, await store.Transactions.ReadAsync((db, token) => db.JobEvents.CountAsync(token), Stop));
    }

    [Theory]
    [InlineData(Sqlite)]
    [InlineData(PostgreSql)]
    public async Task Submit_SomethingElseUnderTheSameName_IsAConflict(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind, server);
        await store.Jobs.SubmitAsync(Acme, TestFleet.Job("a"), "key", "hash", Stop);
        Assert.Equal(SubmitOutcome.Conflict, (await store.Jobs.SubmitAsync(Acme, TestFleet.Job("b"), "key", "other", Stop)).Outcome);
        Assert.Equal(SubmitOutcome.Conflict, (await store.Jobs.SubmitAsync(Acme, TestFleet.Job("a"), null, "other", Stop)).Outcome);
        Assert.Equal(SubmitOutcome.Existing, (await store.Jobs.SubmitAsync(Acme, TestFleet.Job("a"), null, "hash", Stop)).Outcome);
    }

    [Theory]
    [InlineData(Sqlite)]
    [InlineData(PostgreSql)]
    public async Task Find_AJobOfAnotherTenantsId_IsTheTenantsOwn(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind, server);
        await store.Jobs.SubmitAsync(Acme, TestFleet.Job("a"), null, "1", Stop);
        Assert.Null(await store.Jobs.FindAsync("other", "a", Stop));
        Assert.Equal(SubmitOutcome.Created, (await store.Jobs.SubmitAsync("other", TestFleet.Job("a"), null, "2", Stop)).Outcome);
        await store.Jobs.ApplyAsync(Of(Acme, TestFleet.Cancelled(TestFleet.Job("a"))), null, Stop);
        Assert.Equal(JobState.Queued, (await store.Jobs.FindAsync("other", "a", Stop))!.State);
    }

    [Theory]
    [InlineData(Sqlite)]
    [InlineData(PostgreSql)]
    public async Task List_WhileJobsCome_ShowsEachOfThoseThatWereThereOnce(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind, server);
        for (var i = 0; i < 25; i++)
        {
            // Some of the same moment: the id decides then.
            store.Time.Advance(TimeSpan.FromMilliseconds(i % 3));
            await store.Jobs.SubmitAsync(Acme, TestFleet.Job($"job-{i:d2}"), null, "h", Stop);
        }

        var (seen, page) = (new List<JobRow>(), new JobPage(4));
        while (true)
        {
            var list = await store.Jobs.ListAsync(Acme, new JobFilter { States = [JobState.Queued], Model = "postcards" }, page, Stop);
            seen.AddRange(list.Jobs);
            store.Time.Advance(TimeSpan.FromSeconds(1));
            await store.Jobs.SubmitAsync(Acme, TestFleet.Job($"late-{seen.Count}"), null, "h", Stop);
            if (list.Next is null)
            {
                break;
            }

            page = page with { After = list.Next };
        }

        Assert.Equal(25, seen.Count);
        Assert.Equal(seen.OrderByDescending(job => job.CreatedAt).ThenByDescending(job => job.Id, StringComparer.Ordinal).Select(job => job.Id), seen.Select(job => job.Id));
        Assert.Empty((await store.Jobs.ListAsync(Acme, new JobFilter { States = [JobState.Failed, JobState.Expired] }, new JobPage(10), Stop)).Jobs);
        Assert.Empty((await store.Jobs.ListAsync("other", new JobFilter(), new JobPage(10), Stop)).Jobs);
    }

    [Theory]
    [InlineData(Sqlite)]
    [InlineData(PostgreSql)]
    public async Task Apply_AllEventsManyTimesAtOnce_EndsOnceAndStoresEachEventOnce(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind, server);
        var job = TestFleet.Job("a") with { Tenant = Acme };
        await store.Jobs.SubmitAsync(Acme, job, null, "h", Stop);
        var events = Enumerable.Repeat(TestFleet.OneOfEach(job), 5).SelectMany(each => each);
        var outcomes = await Task.WhenAll(events.Select(jobEvent => Task.Run(() => store.Jobs.ApplyAsync(jobEvent, null, Stop), Stop)));
        var row = await store.Jobs.FindAsync(Acme, "a", Stop);
        var stored = await store.Jobs.FindEventsAsync(Acme, "a", after: 0, Stop);
        Assert.True(JobTransitions.IsEnd(row!.State));
        Assert.Single(stored, jobEvent => EventNames.Ending.Contains(jobEvent.Type));
        Assert.Contains(stored[^1].Type, EventNames.Ending);
        Assert.Equal(stored.Count, stored.Select(jobEvent => jobEvent.EventId).Distinct().Count());
        Assert.Contains(ApplyOutcome.Old, outcomes);
    }

    [Theory]
    [InlineData(Sqlite)]
    [InlineData(PostgreSql)]
    public async Task Apply_StartedAfterSucceeded_ChangesNothing(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind, server);
        var job = TestFleet.Job("a") with { Tenant = Acme };
        await store.Jobs.SubmitAsync(Acme, job, null, "h", Stop);
        var succeeded = TestFleet.OneOfEach(job).OfType<JobSucceeded>().Single();
        Assert.Equal(ApplyOutcome.Applied, await store.Jobs.ApplyAsync(succeeded, null, Stop));
        Assert.Equal(ApplyOutcome.Old, await store.Jobs.ApplyAsync(TestFleet.Started(job), null, Stop));
        Assert.Equal(ApplyOutcome.Old, await store.Jobs.ApplyAsync(TestFleet.Progress(job, 1), null, Stop));
        var row = await store.Jobs.FindAsync(Acme, "a", Stop);
        Assert.Equal((JobState.Succeeded, 0, TestFleet.Noon), (row!.State, row.Attempts, row.FinishedAt));
        Assert.Equal([EventNames.Accepted, EventNames.Succeeded], (await store.Jobs.FindEventsAsync(Acme, "a", 0, Stop)).Select(each => each.Type));
    }

    [Theory]
    [InlineData(Sqlite)]
    [InlineData(PostgreSql)]
    public async Task Apply_Failed_TellsWhy(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind, server);
        var job = TestFleet.Job("a") with { Tenant = Acme };
        await store.Jobs.SubmitAsync(Acme, job, null, "h", Stop);
        var failed = TestFleet.OneOfEach(job).OfType<JobFailed>().Single() with { Message = "a \0 zero", Reason = FailureReason.WorkerLost, Retryable = true };
        await store.Jobs.ApplyAsync(failed, "own-id", Stop);
        var row = await store.Jobs.FindAsync(Acme, "a", Stop);
        Assert.Equal((FailureReason.WorkerLost, "a  zero", true), (row!.FailureReason, row.FailureMessage, row.Retryable));
        Assert.Equal("own-id", (await store.Jobs.FindEventsAsync(Acme, "a", 0, Stop))[^1].EventId);
    }

    [Theory]
    [InlineData(Sqlite)]
    [InlineData(PostgreSql)]
    public async Task RequestCancel_OfAJobNotHandedOver_EndsIt(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind, server);
        await store.Jobs.SubmitAsync(Acme, TestFleet.Job("a"), null, "h", Stop);
        Assert.Null(await store.Jobs.RequestCancelAsync("other", "a", Stop));
        Assert.Equal(CancelOutcome.Cancelled, (await store.Jobs.RequestCancelAsync(Acme, "a", Stop))!.Outcome);
        Assert.Equal(CancelOutcome.Ended, (await store.Jobs.RequestCancelAsync(Acme, "a", Stop))!.Outcome);
        Assert.Equal(JobState.Cancelled, (await store.Jobs.FindAsync(Acme, "a", Stop))!.State);
    }

    [Theory]
    [InlineData(Sqlite)]
    [InlineData(PostgreSql)]
    public async Task RequestCancel_OfAJobThatAWorkerHas_WaitsForTheWorker(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind, server);
        var job = TestFleet.Job("a") with { Tenant = Acme };
        await store.Jobs.SubmitAsync(Acme, job, null, "h", Stop);
        await store.Jobs.ApplyAsync(TestFleet.Started(job), null, Stop);
        Assert.Equal(CancelOutcome.Requested, (await store.Jobs.RequestCancelAsync(Acme, "a", Stop))!.Outcome);
        Assert.Equal(JobState.Started, (await store.Jobs.FindAsync(Acme, "a", Stop))!.State);
    }

    private static JobEvent Of(string tenant, JobEvent jobEvent) => jobEvent with { Tenant = tenant };
}
