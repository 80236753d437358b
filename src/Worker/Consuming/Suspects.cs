namespace SwiftDiffusion.Worker.Consuming;

/// <summary>Jobs that came back undone: one of them may be what kills workers, so no two are in hand together.</summary>
/// <remarks>
/// The broker counts a return against every job that a lost worker had in hand, also against the one that only waited there. Were the two taken up together again and again, the innocent
/// would be given up with the guilty. So while one suspect is in hand, another is sent to the end of its queue as new. It
/// carries its returns with it, so that even one that never has the turn is given up in the end (<see cref="Broker.JobQueues.ReturnsLimit"/>).
/// </remarks>
internal sealed class Suspects
{
    private int inHand;

    /// <summary>Takes a suspect in hand until the result is disposed; null where another one is.</summary>
    public IDisposable? TryEnter() => Interlocked.Exchange(ref inHand, 1) == 0 ? new Hand(this) : null;

    private sealed class Hand(Suspects suspects) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref suspects.inHand, 0);
    }
}
