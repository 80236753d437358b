using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Worker.Tests.Fakes;

namespace SwiftDiffusion.Worker.Tests.Consuming;

/// <summary>What goes over the wire.</summary>
public sealed class WireTests
{
    [Fact]
    public async Task Send_AJob_ComesToItsEnd()
    {
        await using var worker = await TestWorker.StartAsync();
        var events = await worker.RunAsync(Jobs.Job());
        Assert.Equal([nameof(JobStarted), nameof(ImageCompleted), nameof(JobSucceeded)], events.Select(e => e.GetType().Name));
        foreach (var l in worker.Log.All) { TestContext.Current.TestOutputHelper!.WriteLine(l); }
    }
}
