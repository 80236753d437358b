namespace SwiftDiffusion.Worker.Consuming;

/// <summary>Jobs that came back undone: one of them may be what kills workers, so no two are worked on together.</summary>
/// <remarks>
/// The broker counts a return against every job that a lost worker had, also against the one that only waited there. Were the two taken up together again and again, the innocent would be
/// given up with the guilty. So while one suspect is in hand, another is sent to the end of its queue as a new message, which the broker has counted nothing against, and when that one
/// comes it waits for its turn. It carries its returns with it, so that even one that never has the turn is given up in the end (<see cref="Broker.JobQueues.ReturnsLimit"/>).
/// </remarks>
internal sealed class Suspects(Drain drain) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Takes a suspect in hand until the result is disposed; null where another one is.</summary>
    public IDisposable? TryEnter() => turn.Wait(0, CancellationToken.None) ? new Hand(turn) : null;

    /// <summary>Waits for the turn, and takes a suspect in hand until the result is disposed.</summary>
    /// <param name="returned">Cancelled when the broker has taken the message back.</param>
    /// <exception cref="OperationCanceledException">The message goes back, or the process ends.</exception>
    public async Task<IDisposable> EnterAsync(CancellationToken returned)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(returned, drain.Over);
        await turn.WaitAsync(stop.Token);
        return new Hand(turn);
    }

    public void Dispose() => turn.Dispose();

    private sealed class Hand(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
