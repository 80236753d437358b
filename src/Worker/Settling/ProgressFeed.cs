using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Worker.Settling;

/// <summary>Tells of a job's progress without holding up the painting thread: at most twice a second, and of the last step in any case.</summary>
internal sealed class ProgressFeed : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    private readonly Channel<Func<CancellationToken, Task>> news = Channel.CreateUnbounded<Func<CancellationToken, Task>>(new UnboundedChannelOptions { SingleReader = true });
    private readonly JobEvents events;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Task telling;
    private long? lastTold;

    public ProgressFeed(JobEvents events, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        (this.events, this.time, this.logger) = (events, time, logger);
        telling = TellAsync(cancellationToken);
    }

    /// <summary>Painting begins; on the painting thread.</summary>
    public void Start(uint seed) => news.Writer.TryWrite(token => events.StartedAsync(seed, token));

    /// <summary>A step is done; on the painting thread.</summary>
    public void Step(PaintProgress progress)
    {
        if (progress.Step < progress.Of && lastTold is { } last && time.GetElapsedTime(last) < Interval)
        {
            return;
        }

        lastTold = time.GetTimestamp();
        news.Writer.TryWrite(token => events.ProgressAsync(progress.Step, progress.Of, token));
    }

    /// <summary>Waits until all is told, so that the job's end comes after it.</summary>
    public async ValueTask DisposeAsync()
    {
        news.Writer.TryComplete();
        await telling;
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var tell in news.Reader.ReadAllAsync(cancellationToken))
            {
                await tell(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The job is given up, and with it its progress.
        }
        catch (Exception e)
        {
            // Progress is a courtesy: a broker in trouble must not cost a painted job. If the trouble lasts, the job's end cannot be told either, and its message goes back.
            logger.ProgressLost(e);
        }
    }
}
