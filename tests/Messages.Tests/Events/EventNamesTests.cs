using SwiftDiffusion.Messages.Events;

namespace SwiftDiffusion.Messages.Tests.Events;

public sealed class EventNamesTests
{
    [Fact]
    public void All_EveryEventOfTheContract_IsThereOnce()
    {
        var events = typeof(JobEvent).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(JobEvent)));
        Assert.Equal(events.Select(type => type.Name).Order(StringComparer.Ordinal), EventNames.All.Select(name => EventNames.TypeOf(name)!.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Of_EveryEvent_NamesItsType() => Assert.All(Samples.Events, sample => Assert.Equal(sample.GetType(), EventNames.TypeOf(EventNames.Of(sample))));

    [Fact]
    public void All_AreInTheOrderInWhichTheyCome() =>
        Assert.Equal(["accepted", "started", "progress", "image_completed", "succeeded", "failed", "cancelled", "expired"], EventNames.All);

    [Fact]
    public void TypeOf_AnotherName_IsNull() => Assert.Null(EventNames.TypeOf("Succeeded"));
}
