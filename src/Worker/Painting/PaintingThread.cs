using System.Threading.Channels;
using SwiftDiffusion.Worker.Settling;

namespace SwiftDiffusion.Worker.Painting;

/// <summary>The one thread that the device belongs to. While it paints a job, one other may wait, prepared.</summary>
internal sealed class PaintingThread : IDisposable
{
    private readonly Channel<Waiting> queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(1) { SingleReader = true });
    private readonly ModelShelf shelf;
    private readonly DeviceHealth health;
    private readonly TimeProvider time;
    private readonly Thread thread;

    public PaintingThread(ModelShelf shelf, DeviceHealth health, TimeProvider time)
    {
        (this.shelf, this.health, this.time) = (shelf, health, time);
        thread = new Thread(Run) { Name = "painting", IsBackground = true };
        thread.Start();
    }

    /// <summary>Prepares a job, waits for its turn and paints it.</summary>
    /// <exception cref="OperationCanceledException">The order's token was cancelled.</exception>
    public async Task<PaintOutcome> PaintAsync(PaintOrder order)
    {
        var ahead = shelf.TryPrepare(order);
        if (ahead is not null)
        {
            // What must be waited for is waited for here, where it keeps no other job from the device.
            await ahead.Prepared.Ready.WaitAsync(order.Token);
        }

        await using var giveUp = order.Token.UnsafeRegister(static order => ((PaintOrder)order!).CancelUnlessTaken(), order);
        await queue.Writer.WriteAsync(new Waiting(order, ahead), order.Token);
        return await order.Outcome;
    }

    /// <summary>Ends the thread after the job that it paints.</summary>
    public void Dispose()
    {
        queue.Writer.TryComplete();
        thread.Join();
    }

    private void Run()
    {
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (queue.Reader.TryRead(out var next))
            {
                if (next.Order.TryTake())
                {
                    Paint(next.Order, next.Ahead);
                }
            }
        }
    }

    /// <summary>Paints one job. Whatever goes wrong reaches the job's own task; what isn't the job's fault condemns the device as well.</summary>
    private void Paint(PaintOrder order, ShelvedPainting? ahead)
    {
        try
        {
            var started = time.GetTimestamp();
            order.Token.ThrowIfCancellationRequested();
            health.ThrowIfFaulted();
            var prepared = shelf.Prepare(order, ahead, out var load);
            var painting = order.Paint(prepared);
            order.Complete(new PaintOutcome(painting, prepared.Sampler, prepared.Size, load, time.GetElapsedTime(started)));
        }
        catch (Exception e)
        {
            if (e is not OperationCanceledException && !Failures.BlameJob(e))
            {
                health.Fail(e);
            }

            order.Fail(e);
        }
    }

    private sealed record Waiting(PaintOrder Order, ShelvedPainting? Ahead);
}
