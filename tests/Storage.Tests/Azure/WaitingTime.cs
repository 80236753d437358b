using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace SwiftDiffusion.Storage.Tests.Azure;

/// <summary>A fake clock that tells what is being waited for, so that a test moves it on when there is something to wait for.</summary>
internal sealed class WaitingTime : FakeTimeProvider
{
    private readonly Channel<TimeSpan> timers = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new TellingTimer(base.CreateTimer(callback, state, dueTime, period), timers.Writer);
        timers.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Lets the next wait that is not <paramref name="except"/> run to its end.</summary>
    /// <returns>How long it was.</returns>
    public async Task<TimeSpan> PassWaitAsync(TimeSpan except, CancellationToken cancellationToken)
    {
        while (true)
        {
            var wait = await timers.Reader.ReadAsync(cancellationToken);
            if (wait != except && wait != Timeout.InfiniteTimeSpan)
            {
                Advance(wait);
                return wait;
            }
        }
    }

    /// <summary>Waits until something waits for just so long.</summary>
    public async Task UntilWaitOfAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        while (await timers.Reader.ReadAsync(cancellationToken) != wait)
        {
        }
    }

    private sealed class TellingTimer(ITimer timer, ChannelWriter<TimeSpan> timers) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = timer.Change(dueTime, period);
            timers.TryWrite(dueTime);
            return changed;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
