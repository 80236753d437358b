namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>What was loaded from files and used last; what was not used for longest goes first.</summary>
/// <param name="capacity">How many stay between two uses.</param>
internal sealed class RecentlyUsed<T>(int capacity) : IDisposable
    where T : IDisposable
{
    // The last used one stands first.
    private readonly LinkedList<(string Path, T Value)> entries = new();

    /// <summary>What lies at each path, loaded where it isn't yet; all of it stays until the next call.</summary>
    /// <param name="paths">In any order, also repeated.</param>
    /// <param name="load">Loads what lies at a path.</param>
    public IReadOnlyList<T> Get(IReadOnlyList<string> paths, Func<string, T> load)
    {
        T[] values = [.. paths.Select(path => Get(path, load))];
        while (entries.Count > Math.Max(capacity, paths.Count))
        {
            entries.Last!.Value.Value.Dispose();
            entries.RemoveLast();
        }

        return values;
    }

    public void Dispose()
    {
        foreach (var (_, value) in entries)
        {
            value.Dispose();
        }

        entries.Clear();
    }

    private T Get(string path, Func<string, T> load)
    {
        var node = entries.First;
        while (node is not null && node.Value.Path != path)
        {
            node = node.Next;
        }

        if (node is null)
        {
            return entries.AddFirst((path, load(path))).Value.Value;
        }

        entries.Remove(node);
        entries.AddFirst(node);
        return node.Value.Value;
    }
}
