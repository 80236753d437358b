using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SwiftDiffusion.Worker.Consuming;

/// <summary>The end of the process: once it was asked to end, jobs in hand may go on for a while, and no longer.</summary>
internal sealed class Drain : IDisposable
{
    private readonly CancellationTokenSource over;
    private readonly CancellationTokenRegistration stopping;
    private readonly CancellationToken begun;

    public Drain(IHostApplicationLifetime lifetime, IOptions<WorkerOptions> options, TimeProvider time)
    {
        over = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        begun = lifetime.ApplicationStopping;
        stopping = begun.Register(() => Begin(options.Value.DrainTimeout));
    }

    /// <summary>Whether the process was asked to end.</summary>
    public bool HasBegun => begun.IsCancellationRequested;

    /// <summary>Cancelled when jobs in hand must go back to the broker.</summary>
    public CancellationToken Over => over.Token;

    public void Dispose()
    {
        stopping.Dispose();
        over.Dispose();
    }

    private void Begin(TimeSpan patience)
    {
        if (patience == TimeSpan.Zero)
        {
            over.Cancel();
        }
        else
        {
            over.CancelAfter(patience);
        }
    }
}
