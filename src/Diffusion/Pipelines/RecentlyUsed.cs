namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>What was loaded from files and used last, as much as fits a budget; what was not used for longest goes first. Not thread-safe.</summary>
/// <param name="kind">Tag of its metrics, see <see cref="EngineMetrics"/>.</param>
/// <param name="budget">Bytes that may be kept.</param>
internal sealed class RecentlyUsed<TKey, TValue>(string kind, long budget) : IDisposable
    where TKey : notnull
    where TValue : class
{
    private readonly KeyValuePair<string, object?> tag = new("kind", kind);

    // The last used one stands first.
    private readonly LinkedList<Entry> entries = new();

    /// <summary>What is kept, in bytes.</summary>
    public long Bytes => entries.Sum(entry => entry.Bytes);

    /// <summary>What is kept, the last used first.</summary>
    public IEnumerable<TKey> Keys => entries.Select(entry => entry.Key);

    /// <summary>Finds a value, which then counts as used.</summary>
    public bool TryGet(TKey key, out TValue value)
    {
        var node = entries.First;
        while (node is not null && !node.Value.Key.Equals(key))
        {
            node = node.Next;
        }

        value = node?.Value.Value!;
        if (node is null)
        {
            return false;
        }

        EngineMetrics.Hits.Add(1, tag);
        entries.Remove(node);
        entries.AddFirst(node);
        return true;
    }

    /// <summary>Keeps a value that has just been loaded; it is the last used one.</summary>
    /// <param name="key">Not there yet.</param>
    /// <param name="value">Disposed when it goes, if it can be.</param>
    /// <param name="bytes">What it takes.</param>
    public void Add(TKey key, TValue value, long bytes)
    {
        entries.AddFirst(new Entry(key, value, bytes));
        EngineMetrics.Loads.Add(1, tag);
        Count(1, bytes);
    }

    /// <summary>Lets go of what exceeds the budget.</summary>
    /// <param name="inUse">So many that were used last stay in any case.</param>
    public void Trim(int inUse)
    {
        while (entries.Count > inUse && Bytes > budget)
        {
            RemoveLast();
        }
    }

    public void Dispose()
    {
        while (entries.Count > 0)
        {
            RemoveLast();
        }
    }

    private void RemoveLast()
    {
        var last = entries.Last!.Value;
        entries.RemoveLast();
        Count(-1, -last.Bytes);
        (last.Value as IDisposable)?.Dispose();
    }

    private void Count(long values, long bytes)
    {
        EngineMetrics.Resident.Add(values, tag);
        EngineMetrics.Bytes.Add(bytes, tag);
    }

    private sealed record Entry(TKey Key, TValue Value, long Bytes);
}
