namespace SwiftDiffusion.Bench.Fleet;

/// <summary>Time that passes from event to event. Events of one instant happen in the order in which they were arranged, so a run is always the same.</summary>
internal sealed class VirtualClock
{
    private readonly PriorityQueue<Action, (double Time, long Order)> events = new();
    private long arranged;

    /// <summary>Seconds since the run began.</summary>
    public double Now { get; private set; }

    /// <summary>Arranges an event some seconds from now.</summary>
    public void After(double seconds, Action happen) => events.Enqueue(happen, (Now + seconds, arranged++));

    /// <summary>Lets time pass until nothing is arranged, or <paramref name="isOver"/> says so.</summary>
    public void Run(Func<bool> isOver)
    {
        while (!isOver() && events.TryDequeue(out var happen, out var at))
        {
            Now = at.Time;
            happen();
        }
    }
}
