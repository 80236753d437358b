namespace SwiftDiffusion.Diffusion.Checkpoints.Naming;

/// <summary>A table of modules: what they are called in a file, and what in diffusers. What lies below a module keeps its name, unless the table has an entry for it.</summary>
internal sealed class ModuleMap
{
    private readonly Dictionary<string, string> diffusersNames = [];

    /// <summary>Pairs of names.</summary>
    public IReadOnlyDictionary<string, string> Modules => diffusersNames;

    public void Add(string original, string diffusers) => diffusersNames.Add(original, diffusers);

    /// <summary>Adds modules below a pair of modules.</summary>
    public void AddParts(string original, string diffusers, IEnumerable<(string Original, string Diffusers)> parts)
    {
        foreach (var part in parts)
        {
            Add($"{original}.{part.Original}", $"{diffusers}.{part.Diffusers}");
        }
    }

    /// <summary>The tensor's name in diffusers, or null where no module of the table holds it.</summary>
    public string? Rename(string tensor)
    {
        for (var dot = tensor.LastIndexOf('.'); dot > 0; dot = tensor.LastIndexOf('.', dot - 1))
        {
            if (diffusersNames.TryGetValue(tensor[..dot], out var module))
            {
                return module + tensor[dot..];
            }
        }

        return null;
    }

    /// <summary>Shows what lies under <paramref name="prefix"/> under diffusers' names.</summary>
    /// <param name="source">The file.</param>
    /// <param name="prefix">For example <c>first_stage_model.</c>, or empty.</param>
    /// <param name="read">Makes the table from the modules that are there.</param>
    /// <param name="isIdle">Whether a tensor, by its name in the file, belongs to no computation.</param>
    public static TensorView View(ITensorSource source, string prefix, Func<ModuleSet, ModuleMap> read, Func<string, bool>? isIdle = null)
    {
        TensorInfo[] tensors = [.. source.Tensors.Values.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal))];
        var map = read(new ModuleSet(tensors.Select(tensor => tensor.Name[prefix.Length..])));
        var view = new TensorView(source);
        foreach (var tensor in tensors)
        {
            if (map.Rename(tensor.Name[prefix.Length..]) is { } name)
            {
                view.Add(name, tensor);
            }
            else if (isIdle?.Invoke(tensor.Name) != true)
            {
                view.AddUnplaced(tensor);
            }
        }

        return view;
    }
}
