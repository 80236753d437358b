using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Worker.Consuming;

namespace SwiftDiffusion.Worker.Tests.Consuming;

public sealed class JobSlotsTests
{
    private readonly JobSlots slots = new();

    [Fact]
    public async Task EnterAsync_MoreThanTwo_WaitForASlot()
    {
        var first = await slots.EnterAsync(JobPriority.Normal, CancellationToken.None);
        await slots.EnterAsync(JobPriority.Normal, CancellationToken.None);
        var third = slots.EnterAsync(JobPriority.Normal, CancellationToken.None);
        Assert.False(third.IsCompleted);
        first.Dispose();
        await third;
    }

    [Fact]
    public async Task EnterAsync_LowPriority_WaitsWhileAnyOtherJobIsInHand()
    {
        var normal = await slots.EnterAsync(JobPriority.Normal, CancellationToken.None);
        var low = slots.EnterAsync(JobPriority.Low, CancellationToken.None);
        Assert.False(low.IsCompleted);
        var another = await slots.EnterAsync(JobPriority.Normal, CancellationToken.None);
        normal.Dispose();
        Assert.False(low.IsCompleted);
        another.Dispose();
        await low;
    }

    [Fact]
    public async Task EnterAsync_LowPriorityAlone_FillsBothSlots()
    {
        await slots.EnterAsync(JobPriority.Low, CancellationToken.None);
        await slots.EnterAsync(JobPriority.Low, CancellationToken.None);
        Assert.False(slots.EnterAsync(JobPriority.Low, CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task EnterAsync_CancelledWhileWaiting_LeavesTheSlotToOthers()
    {
        using var cancel = new CancellationTokenSource();
        var first = await slots.EnterAsync(JobPriority.Normal, CancellationToken.None);
        var second = await slots.EnterAsync(JobPriority.Normal, CancellationToken.None);
        var waiting = slots.EnterAsync(JobPriority.Normal, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        first.Dispose();
        second.Dispose();
        await slots.EnterAsync(JobPriority.Normal, CancellationToken.None);
        await slots.EnterAsync(JobPriority.Normal, CancellationToken.None);
    }

    [Fact]
    public async Task Dispose_Twice_FreesOneSlot()
    {
        var first = await slots.EnterAsync(JobPriority.Normal, CancellationToken.None);
        await slots.EnterAsync(JobPriority.Normal, CancellationToken.None);
        first.Dispose();
        first.Dispose();
        await slots.EnterAsync(JobPriority.Normal, CancellationToken.None);
        Assert.False(slots.EnterAsync(JobPriority.Normal, CancellationToken.None).IsCompleted);
    }
}
