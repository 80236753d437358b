using SwiftDiffusion.Submitter.Following;

namespace SwiftDiffusion.Submitter.Dispatching;

/// <summary>Wakes the dispatcher of this process once there is something in the outbox.</summary>
internal sealed class DispatchSignal : IDisposable
{
    private readonly Wakeup jobs = new(_ => { });
    private readonly Wakeup cancellations = new(_ => { });

    /// <summary>Wakes it.</summary>
    public void Set()
    {
        jobs.Set();
        cancellations.Set();
    }

    /// <summary>Waits for the signal, but no longer than some time.</summary>
    public Task WaitForJobsAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken) => jobs.WaitAsync(atMost, time, cancellationToken);

    /// <summary>Waits for the signal, but no longer than some time.</summary>
    public Task WaitForCancellationsAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken) => cancellations.WaitAsync(atMost, time, cancellationToken);

    public void Dispose()
    {
        jobs.Dispose();
        cancellations.Dispose();
    }
}
