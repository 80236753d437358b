using SwiftDiffusion.Submitter.Following;

namespace SwiftDiffusion.Submitter.Webhooks.Delivering;

/// <summary>Wakes this process's dispatcher of webhooks: something may be due, or there is room for what is.</summary>
internal sealed class WebhookSignal : IDisposable
{
    private readonly Wakeup wakeup = new(_ => { });

    /// <summary>Wakes it.</summary>
    public void Set() => wakeup.Set();

    /// <summary>Waits for the signal, but no longer than some time.</summary>
    public Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken) => wakeup.WaitAsync(atMost, time, cancellationToken);

    public void Dispose() => wakeup.Dispose();
}
