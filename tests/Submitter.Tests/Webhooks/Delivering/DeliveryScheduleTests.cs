using SwiftDiffusion.Submitter.Tests.Fakes;
using SwiftDiffusion.Submitter.Webhooks.Delivering;

namespace SwiftDiffusion.Submitter.Tests.Webhooks.Delivering;

public sealed class DeliveryScheduleTests
{
    [Theory]
    [InlineData(1, "00:00:05")]
    [InlineData(2, "00:05:00")]
    [InlineData(3, "00:30:00")]
    [InlineData(4, "02:00:00")]
    [InlineData(5, "05:00:00")]
    [InlineData(6, "10:00:00")]
    [InlineData(7, "14:00:00")]
    [InlineData(8, "20:00:00")]
    [InlineData(9, "1.00:00:00")]
    public void Next_AfterAnAttempt_IsAsTheStandardSaysAndUpToATenthLater(int made, string wait)
    {
        var waits = Enumerable.Range(0, 100).Select(i => DeliverySchedule.Next(made, TestFleet.Noon, null, $"delivery-{i}")!.Value - TestFleet.Noon).ToList();
        var least = TimeSpan.Parse(wait, System.Globalization.CultureInfo.InvariantCulture);
        Assert.All(waits, it => Assert.InRange(it, least, least * 1.1));
        Assert.True(waits.Distinct().Count() > 90);
    }

    [Fact]
    public void Next_AfterTheTenthAttempt_IsNever() => Assert.Null(DeliverySchedule.Next(DeliverySchedule.Attempts, TestFleet.Noon, null, "a"));

    [Fact]
    public void Next_OfTheSameDelivery_IsAlwaysTheSame() =>
        Assert.Equal(DeliverySchedule.Next(3, TestFleet.Noon, null, "a"), DeliverySchedule.Next(3, TestFleet.Noon, null, "a"));

    [Theory]
    [InlineData(1, 60, 60)]
    [InlineData(1, 1_000_000, 86_400)]
    public void Next_WhenTheReceiverAsksToWait_WaitsUpToADay(int made, int asked, int expected) =>
        Assert.Equal(TestFleet.Noon.AddSeconds(expected), DeliverySchedule.Next(made, TestFleet.Noon, TimeSpan.FromSeconds(asked), "a"));

    [Fact]
    public void Next_WhenTheReceiverAsksForLessThanTheSchedule_KeepsTheSchedule() =>
        Assert.True(DeliverySchedule.Next(2, TestFleet.Noon, TimeSpan.FromSeconds(1), "a") >= TestFleet.Noon.AddMinutes(5));
}
