using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Submitter.Data;
using SwiftDiffusion.Submitter.Following;
using SwiftDiffusion.Submitter.Tests.Fakes;

namespace SwiftDiffusion.Submitter.Tests.Following;

/// <summary>Streams of stored events, which readers leave and come back to.</summary>
public sealed class JobEventStreamTests(DatabaseServer server)
{
    private const string Acme = "acme";
    private const string Sqlite = nameof(DatabaseKind.Sqlite);

    private static readonly Messages.Commands.GenerateImages Job = TestFleet.Job("a") with { Tenant = Acme };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_WhileEventsCome_YieldsEachAndEndsWithTheEnd()
    {
        await using var store = await TestStore.CreateAsync(Sqlite, server);
        await store.Jobs.SubmitAsync(Acme, Job, null, "h", Stop);
        var heard = new List<StreamedEvent>();
        await foreach (var streamed in store.Events.ReadAsync(Acme, "a", after: 0, Stop))
        {
            heard.Add(streamed);
            switch (streamed.Event)
            {
                case JobAccepted:
                    await store.Jobs.ApplyAsync(TestFleet.Started(Job), null, Stop);
                    break;
                case JobStarted:
                    store.Followers.Tell(TestFleet.Progress(Job, 1), null);
                    store.Wakeups.Wake(Acme, "a");
                    break;
                case JobProgress:
                    await store.Jobs.ApplyAsync(TestFleet.Cancelled(Job), null, Stop);
                    break;
            }
        }

        Assert.Equal([EventNames.Accepted, EventNames.Started, EventNames.Progress, EventNames.Cancelled], heard.Select(streamed => EventNames.Of(streamed.Event)));
        Assert.Equal([false, false, true, false], heard.Select(streamed => streamed.Sequence is null));
    }

    [Fact]
    public async Task Read_FromAPlaceOn_YieldsWhatIsLeft()
    {
        await using var store = await TestStore.CreateAsync(Sqlite, server);
        await store.Jobs.SubmitAsync(Acme, Job, null, "h", Stop);
        await store.Jobs.ApplyAsync(TestFleet.Started(Job), null, Stop);
        await store.Jobs.ApplyAsync(TestFleet.Cancelled(Job), null, Stop);
        var all = await ReadAsync(store, after: 0);
        Assert.Equal(3, all.Count);
        Assert.Equal(all[1..].Select(streamed => streamed.Sequence), (await ReadAsync(store, all[0].Sequence!.Value)).Select(streamed => streamed.Sequence));
        Assert.Empty(await ReadAsync(store, all[2].Sequence!.Value));
    }

    private static async Task<List<StreamedEvent>> ReadAsync(TestStore store, long after)
    {
        var events = new List<StreamedEvent>();
        await foreach (var streamed in store.Events.ReadAsync(Acme, "a", after, Stop))
        {
            events.Add(streamed);
        }

        return events;
    }
}
