using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Submitter.Following;
using SwiftDiffusion.Submitter.Tests.Fakes;

namespace SwiftDiffusion.Submitter.Tests.Following;

public sealed class JobFollowersTests
{
    [Fact]
    public void Tell_NobodyFollows_KeepsNothing()
    {
        var followers = new JobFollowers();
        foreach (var jobEvent in TestFleet.OneOfEach(TestFleet.Job("a")))
        {
            followers.Tell(jobEvent, null);
        }

        Assert.Equal(0, followers.Count);
    }

    [Fact]
    public async Task Follow_Twice_BothGetTheEventsUntilEachLeaves()
    {
        var followers = new JobFollowers();
        var job = TestFleet.Job("a");
        var first = followers.Follow(null, "a");
        using var second = followers.Follow(null, "a");
        followers.Tell(TestFleet.Progress(job, 1), null);
        first.Dispose();
        Assert.Equal(1, followers.Count);
        followers.Tell(TestFleet.Cancelled(job), null);
        Assert.Equal([typeof(JobProgress), typeof(JobCancelled)], (await second.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken)).Select(e => e.GetType()));
    }

    [Fact]
    public async Task Tell_AfterTheEnd_IsDropped()
    {
        var followers = new JobFollowers();
        var job = TestFleet.Job("a");
        using var feed = followers.Follow(null, "a");
        followers.Tell(TestFleet.Cancelled(job), null);
        followers.Tell(TestFleet.Progress(job, 1), null);
        Assert.Single(await feed.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
    }
}
