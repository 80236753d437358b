using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Serialization;

namespace SwiftDiffusion.Messages.Tests;

public sealed class CloudEventsTests
{
    private const string Source = "/swiftdiffusion/test";

    [Fact]
    public void Attributes_OfAnEvent_AreThoseOfTheSpecification() => Assert.Equal(
        new Dictionary<string, string>
        {
            ["cloudEvents_specversion"] = "1.0",
            ["cloudEvents_id"] = "01k88t6t1qef0pqb1r99cmgtr6:succeeded",
            ["cloudEvents_source"] = "/swiftdiffusion/test",
            ["cloudEvents_type"] = "swiftdiffusion.job.succeeded.v1",
            ["cloudEvents_subject"] = "01k88t6t1qef0pqb1r99cmgtr6",
            ["cloudEvents_datacontenttype"] = "application/json",
            ["cloudEvents_time"] = "2026-11-25T08:30:00.25Z",
        },
        CloudEvents.Attributes(new JobSucceeded { JobId = Samples.JobId, Time = Samples.Time, Result = Samples.Result }, Source));

    [Fact]
    public void Attributes_OfCommands_NameWhatIsAsked()
    {
        var generate = CloudEvents.Attributes(Samples.MinimalJob, Source, Samples.Time);
        var cancel = CloudEvents.Attributes(new CancelJob(Samples.JobId), Source);
        Assert.Equal(("swiftdiffusion.job.generate.v1", $"{Samples.JobId}:generate", "2026-11-25T08:30:00.25Z"), (generate["cloudEvents_type"], generate["cloudEvents_id"], generate["cloudEvents_time"]));
        Assert.Equal(("swiftdiffusion.job.cancel.v1", $"{Samples.JobId}:cancel"), (cancel["cloudEvents_type"], cancel["cloudEvents_id"]));
        Assert.DoesNotContain("cloudEvents_time", cancel.Keys);
    }

    [Fact]
    public void Attributes_WithoutSource_Throws() => Assert.Throws<ArgumentException>(() => CloudEvents.Attributes(Samples.MinimalJob, ""));

    [Fact]
    public void IdOf_EventsOfOneJob_AreUnique()
    {
        JobEvent[] events =
        [
            .. Samples.Events,
            new ImageCompleted { JobId = Samples.JobId, Time = Samples.Time, Image = Samples.Image with { Index = 0 } },
            new JobProgress { JobId = Samples.JobId, Time = Samples.Time, Step = 8, Of = 60 },
            new JobProgress { JobId = Samples.JobId, Time = Samples.Time.AddTicks(1), Step = 7, Of = 60 },
            new JobStarted { JobId = Samples.JobId, Time = Samples.Time.AddSeconds(9), Worker = "worker-7", Seed = 4 },
        ];
        Assert.Equal(events.Length, events.Select(CloudEvents.IdOf).Distinct().Count());
    }

    [Fact]
    public void IdOf_EventPublishedAgain_IsTheSame() => Assert.All(Samples.Events, sample =>
    {
        var read = (JobEvent)MessageJson.Deserialize(MessageJson.SerializeToUtf8(sample), sample.GetType());
        Assert.Equal(CloudEvents.IdOf(sample), CloudEvents.IdOf(read));
    });

    [Fact]
    public void IdOf_SuccessToldByAnotherWorkerLater_IsTheSame()
    {
        var first = new JobSucceeded { JobId = Samples.JobId, Time = Samples.Time, Result = Samples.Result };
        Assert.Equal(CloudEvents.IdOf(first), CloudEvents.IdOf(first with { Time = Samples.Time.AddHours(1) }));
    }

    // Standard Webhooks signs "id.timestamp.body", so an id must not have a dot.
    [Fact]
    public void IdOf_AnyEvent_HasNoDot() => Assert.All(Samples.Events, sample => Assert.DoesNotContain('.', CloudEvents.IdOf(sample)));
}
