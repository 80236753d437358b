namespace SwiftDiffusion.Diffusion.Checkpoints.Naming;

/// <summary>The modules that tensors belong to: of <c>a.b.weight</c> these are <c>a</c> and <c>a.b</c>.</summary>
internal sealed class ModuleSet
{
    private readonly HashSet<string> modules = [];

    public ModuleSet(IEnumerable<string> tensors)
    {
        foreach (var tensor in tensors)
        {
            for (var dot = tensor.LastIndexOf('.'); dot > 0 && modules.Add(tensor[..dot]); dot = tensor.LastIndexOf('.', dot - 1))
            {
            }
        }
    }

    public bool Contains(string module) => modules.Contains(module);

    /// <summary>How many of <paramref name="prefix"/>0, 1, 2 and so on there are without a gap.</summary>
    public int Count(string prefix)
    {
        var count = 0;
        while (Contains($"{prefix}{count}"))
        {
            count++;
        }

        return count;
    }
}
