namespace SwiftDiffusion.Bench.Fleet;

/// <summary>Adapters that a worker keeps: the least recently used goes first.</summary>
internal sealed class AdapterCache(int capacity)
{
    private readonly LinkedList<int> recent = new();

    public int Hits { get; private set; }

    public int Misses { get; private set; }

    /// <summary>Uses adapters, and counts those that have to be loaded.</summary>
    public int Use(IEnumerable<int> adapters)
    {
        var loads = 0;
        foreach (var adapter in adapters)
        {
            if (recent.Remove(adapter))
            {
                Hits++;
            }
            else
            {
                Misses++;
                loads++;
            }

            recent.AddFirst(adapter);
            if (recent.Count > capacity)
            {
                recent.RemoveLast();
            }
        }

        return loads;
    }
}
