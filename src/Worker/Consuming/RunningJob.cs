namespace SwiftDiffusion.Worker.Consuming;

/// <summary>A job in hand: its token is cancelled when the job is to be given up, and <see cref="Reason"/> says why. The first reason stands.</summary>
internal sealed class RunningJob : IDisposable
{
    // Longer waits are beyond a timer's range, and no job is in hand that long.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration[] returns;
    private readonly TimeProvider time;
    private readonly Action<RunningJob> leave;
    private ITimer? deadline;
    private int reason;

    /// <summary>Takes a job in hand.</summary>
    /// <param name="id">The job.</param>
    /// <param name="time">The clock of its deadline.</param>
    /// <param name="leave">Told when the job is no longer in hand.</param>
    /// <param name="returning">Cancelled when the job is to go back to the broker.</param>
    public RunningJob(string id, TimeProvider time, Action<RunningJob> leave, params ReadOnlySpan<CancellationToken> returning)
    {
        (Id, this.time, this.leave) = (id, time, leave);
        Token = stop.Token;
        returns = new CancellationTokenRegistration[returning.Length];
        for (var i = 0; i < returns.Length; i++)
        {
            returns[i] = returning[i].UnsafeRegister(static job => ((RunningJob)job!).Stop(StopReason.Returned), this);
        }
    }

    public string Id { get; }

    public CancellationToken Token { get; }

    public StopReason Reason => (StopReason)Volatile.Read(ref reason);

    /// <summary>Done when the job is no longer in hand.</summary>
    public Task Ended => ended.Task;

    /// <summary>Gives the job up.</summary>
    public void Stop(StopReason why)
    {
        if (Interlocked.CompareExchange(ref reason, (int)why, (int)StopReason.None) == (int)StopReason.None)
        {
            stop.Cancel();
        }
    }

    /// <summary>Gives the job up at <paramref name="moment"/>; at once if that is past.</summary>
    public void StopAt(DateTimeOffset moment)
    {
        var left = moment - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            Stop(StopReason.Expired);
        }
        else if (left < LongestTimer)
        {
            deadline = time.CreateTimer(static job => ((RunningJob)job!).Stop(StopReason.Expired), this, left, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Lets go of the job.</summary>
    /// <remarks>The token source itself is not disposed: a timer or a cancellation may be on its way to it, and it holds nothing that needs it.</remarks>
    public void Dispose()
    {
        deadline?.Dispose();
        foreach (var registration in returns)
        {
            registration.Dispose();
        }

        leave(this);
        ended.TrySetResult();
    }
}
