using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Messages.Tests.Validation;

public sealed class DeliveryRulesTests
{
    [Fact]
    public void Check_UnknownOrRepeatedEvent_IsTold() => Assert.Equal(
        [
            new Violation("callback.events[1]", "is 'completed'; allowed is accepted, started, progress, image_completed, succeeded, failed, cancelled, expired"),
            new Violation("callback.events[2]", "is 'started'; allowed is each name once"),
        ],
        JobRules.Check(Samples.MinimalJob with { Callback = new() { Url = "https://a", Events = ["started", "completed", "started"] } }));

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(64, 256, true)]
    [InlineData(0, 1, false)]
    [InlineData(65, 1, false)]
    [InlineData(1, 257, false)]
    public void Check_LabelOfALength_IsAllowedUpToItsLimits(int name, int value, bool allowed)
    {
        var labels = new Dictionary<string, string> { [new string('n', name)] = new string('v', value) };
        Assert.Equal(allowed, JobRules.Check(Samples.MinimalJob with { Labels = labels }).Count == 0);
    }

    [Fact]
    public void Check_LabelWithHalfASurrogatePair_IsTold() =>
        Assert.Equal(2, JobRules.Check(Samples.MinimalJob with { Labels = new Dictionary<string, string> { ["\ud83d"] = "x", ["x"] = "\ud83d" } }).Count);
}
