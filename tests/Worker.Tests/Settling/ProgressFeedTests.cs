using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Worker.Tests.Fakes;

namespace SwiftDiffusion.Worker.Tests.Settling;

public sealed class ProgressFeedTests
{
    [Fact]
    public async Task Steps_OfTenASecond_AreToldTwiceASecondAndTheLast()
    {
        await using var worker = await TestWorker.StartAsync();
        worker.Engine.OnPaint = (_, progress, _) =>
        {
            for (var step = 1; step <= 24; step++)
            {
                worker.Time.Advance(TimeSpan.FromMilliseconds(100));
                progress(new PaintProgress(step, 24));
            }
        };
        var events = await worker.RunAsync(Jobs.Job());
        Assert.IsType<JobStarted>(events[0]);
        Assert.Equal([1, 6, 11, 16, 21, 24], events.OfType<JobProgress>().Select(progress => progress.Step));
        Assert.IsType<JobSucceeded>(events[^1]);
    }
}
