using CsCheck;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Submitter.Jobs;
using SwiftDiffusion.Submitter.Tests.Fakes;

namespace SwiftDiffusion.Submitter.Tests.Jobs;

/// <summary>Whatever is told in whatever order, a job only ever moves on.</summary>
public sealed class JobTransitionsTests
{
    private static readonly IReadOnlyList<JobEvent> Events = TestFleet.OneOfEach(TestFleet.Job("a"));
    private static readonly Gen<JobEvent[]> AnyOrder = Gen.Int[0, Events.Count - 1].Select(i => Events[i]).Array[0, 30];

    [Fact]
    public void Apply_EventsInAnyOrder_NeverMovesAJobBack() => AnyOrder.Sample(events =>
    {
        var job = Row();
        foreach (var jobEvent in events)
        {
            var before = job.State;
            var text = MessageJson.Serialize(job);
            var news = JobTransitions.Apply(job, jobEvent, TestFleet.Noon);
            Assert.True(Rank(job.State) >= Rank(before), $"{before} became {job.State}");
            Assert.False(news && JobTransitions.IsEnd(before), "a job that has ended was changed");
            Assert.True(news || MessageJson.Serialize(job) == text, "something changed although there was no news");
            Assert.Equal(JobTransitions.IsEnd(job.State), job.FinishedAt is not null);
        }
    });

    [Fact]
    public void Apply_EventsInAnyOrder_EndsAsTheFirstEndSays() => AnyOrder.Sample(events =>
    {
        var job = Row();
        Array.ForEach(events, jobEvent => JobTransitions.Apply(job, jobEvent, TestFleet.Noon));
        var end = events.Select(EventNames.Of).FirstOrDefault(EventNames.Ending.Contains);
        Assert.Equal(end, JobTransitions.IsEnd(job.State) ? EventNames.Ending.Single(name => name.Equals(job.State.ToString(), StringComparison.OrdinalIgnoreCase)) : null);
    });

    [Fact]
    public void Apply_StartedTwice_CountsAttemptsAndKeepsTheFirstTime()
    {
        var job = Row();
        var started = TestFleet.Started(TestFleet.Job("a"));
        JobTransitions.Apply(job, started, TestFleet.Noon);
        JobTransitions.Apply(job, started with { Time = TestFleet.Noon.AddMinutes(1), Worker = "other" }, TestFleet.Noon);
        Assert.Equal((2, "other", TestFleet.Noon), (job.Attempts, job.Worker, job.StartedAt));
    }

    private static int Rank(JobState state) => state switch { JobState.Queued => 0, JobState.Started => 1, _ => 2 };

    private static JobRow Row() => new JobRowFactory(TimeProvider.System).Create("acme", TestFleet.Job("a"), null, "h");
}
