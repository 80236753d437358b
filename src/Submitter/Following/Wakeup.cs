namespace SwiftDiffusion.Submitter.Following;

/// <summary>A signal for one who waits. Set any number of times before it is waited for, it wakes once.</summary>
internal sealed class Wakeup(Action<Wakeup> leave) : IDisposable
{
    private readonly SemaphoreSlim signal = new(0, 1);
    private readonly Lock gate = new();

    /// <summary>Wakes the one who waits, now or when it comes to wait.</summary>
    public void Set()
    {
        lock (gate)
        {
            if (signal.CurrentCount == 0)
            {
                signal.Release();
            }
        }
    }

    /// <summary>Waits for the signal, but no longer than some time.</summary>
    /// <returns>Whether it came.</returns>
    public async Task<bool> WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await signal.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose()
    {
        leave(this);
        signal.Dispose();
    }
}
