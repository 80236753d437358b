using MassTransit;
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

    [Fact]
    public async Task Progress_CannotBeTold_JobIsSettledAndAcknowledgedAllTheSame()
    {
        await using var worker = await TestWorker.StartAsync(configureBus: bus => bus.ConfigurePublish(publish => publish.UseExecute(context =>
        {
            if (context.DestinationAddress!.ToString().Contains(nameof(JobProgress), StringComparison.Ordinal))
            {
                throw new InvalidOperationException("The broker is busy.");
            }
        })));
        worker.Engine.OnPaint = (_, progress, _) => progress(new PaintProgress(4, 4));
        Assert.IsType<JobSucceeded>((await worker.RunAsync(Jobs.Job()))[^1]);
        await worker.StopAsync();
        Assert.True(worker.Faults.IsEmpty);
        Assert.Contains(worker.Log.All, line => line.Contains("Progress could not be told", StringComparison.Ordinal));
    }
}
