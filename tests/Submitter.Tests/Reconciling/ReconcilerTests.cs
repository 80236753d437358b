using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Storage;
using SwiftDiffusion.Submitter.Data;
using SwiftDiffusion.Submitter.Jobs;
using SwiftDiffusion.Submitter.Tests.Fakes;

namespace SwiftDiffusion.Submitter.Tests.Reconciling;

/// <summary>What becomes of jobs of which nothing is heard, and of old ones, on both databases.</summary>
public sealed class ReconcilerTests(DatabaseServer server)
{
    private const string Acme = "acme";

    private static readonly GenerateImages Job = TestFleet.Job("a") with { Tenant = Acme };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(nameof(DatabaseKind.Sqlite))]
    [InlineData(nameof(DatabaseKind.PostgreSql))]
    public async Task Reconcile_SilentJobWithAManifest_Succeeds(string kind)
    {
        await using var store = await StartedAsync(kind);
        var manifest = TestFleet.OneOfEach(Job).OfType<JobSucceeded>().Single().Result;
        await store.Blobs.PutAsync(JobBlobs.Manifest(Acme, "a"), new BlobContent(MessageJson.SerializeToUtf8(manifest), "application/json"), Stop);
        Assert.Equal(0, await store.Reconciler(0).ReconcileAsync(Stop));
        store.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(1, await store.Reconciler(0).ReconcileAsync(Stop));
        var row = await store.Jobs.FindAsync(Acme, "a", Stop);
        Assert.Equal(JobState.Succeeded, row!.State);
        Assert.Equal(manifest.CompletedAt, row.FinishedAt);
        // The worker's own event, when it comes after all, is a repetition.
        Assert.Equal(ApplyOutcome.Old, await store.Jobs.ApplyAsync(TestFleet.OneOfEach(Job).OfType<JobSucceeded>().Single(), null, Stop));
    }

    [Theory]
    [InlineData(nameof(DatabaseKind.Sqlite))]
    [InlineData(nameof(DatabaseKind.PostgreSql))]
    public async Task Reconcile_StartedJobWithoutAManifest_IsSentAgainAndFailsInTheEnd(string kind)
    {
        await using var store = await StartedAsync(kind);
        for (var dispatches = 1; dispatches <= 3; dispatches++)
        {
            await store.MarkDispatchedAsync(dispatches);
            store.Time.Advance(TimeSpan.FromMinutes(11));
            await store.Reconciler(0).ReconcileAsync(Stop);
            var row = await store.Jobs.FindAsync(Acme, "a", Stop);
            Assert.Equal(dispatches < 3 ? JobState.Started : JobState.Failed, row!.State);
            Assert.Equal(dispatches < 3, row.DispatchedAt is null);
            Assert.Equal(dispatches < 3 ? null : FailureReason.WorkerLost, row.FailureReason);
        }
    }

    [Theory]
    [InlineData(nameof(DatabaseKind.Sqlite))]
    [InlineData(nameof(DatabaseKind.PostgreSql))]
    public async Task Reconcile_QueuedJobWhileOthersWaitInItsQueue_IsLeftAlone(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind, server);
        await store.Jobs.SubmitAsync(Acme, Job, null, "h", Stop);
        await store.MarkDispatchedAsync(3);
        store.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(1, await store.Reconciler(waiting: 1).ReconcileAsync(Stop));
        Assert.Equal(JobState.Queued, (await store.Jobs.FindAsync(Acme, "a", Stop))!.State);
        Assert.Equal(0, await store.Reconciler(waiting: 1).ReconcileAsync(Stop));
    }

    [Theory]
    [InlineData(nameof(DatabaseKind.Sqlite))]
    [InlineData(nameof(DatabaseKind.PostgreSql))]
    public async Task Reconcile_QueuedJobPastItsDeadline_Expires(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind, server);
        await store.Jobs.SubmitAsync(Acme, Job with { Deadline = TestFleet.Noon.AddMinutes(1) }, null, "h", Stop);
        store.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(0, await store.Reconciler(0).ReconcileAsync(Stop));
        store.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(1, await store.Reconciler(0).ReconcileAsync(Stop));
        Assert.Equal(JobState.Expired, (await store.Jobs.FindAsync(Acme, "a", Stop))!.State);
    }

    [Theory]
    [InlineData(nameof(DatabaseKind.Sqlite))]
    [InlineData(nameof(DatabaseKind.PostgreSql))]
    public async Task Retention_OfAnEndedJob_TakesRowEventsAndBlobs(string kind)
    {
        await using var store = await StartedAsync(kind);
        await store.Jobs.ApplyAsync(TestFleet.Cancelled(Job), null, Stop);
        await store.Blobs.PutAsync(JobBlobs.Image(Acme, "a", 0, "png"), new BlobContent(new byte[1], "image/png"), Stop);
        Assert.Equal(0, await store.Retention(TimeSpan.FromDays(1)).DeleteAsync(Stop));
        store.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(0, await store.Retention(null).DeleteAsync(Stop));
        Assert.Equal(1, await store.Retention(TimeSpan.FromDays(1)).DeleteAsync(Stop));
        Assert.Null(await store.Jobs.FindAsync(Acme, "a", Stop));
        Assert.Empty(await store.Jobs.FindEventsAsync(Acme, "a", 0, Stop));
        Assert.False(await store.Blobs.ExistsAsync(JobBlobs.Image(Acme, "a", 0, "png"), Stop));
    }

    private async Task<TestStore> StartedAsync(string kind)
    {
        var store = await TestStore.CreateAsync(kind, server);
        await store.Jobs.SubmitAsync(Acme, Job, null, "h", Stop);
        await store.Jobs.ApplyAsync(TestFleet.Started(Job), null, Stop);
        return store;
    }
}
