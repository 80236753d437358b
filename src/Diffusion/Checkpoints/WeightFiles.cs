namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>Finds a network's weights in its folder: one file or several with an index, in full precision or a variant such as <c>fp16</c>.</summary>
internal static class WeightFiles
{
    private const string Extension = "safetensors";

    // Full precision first: everything is computed in it.
    private static readonly string[] Preferred = ["", "fp32", "fp16", "bf16"];

    /// <summary>Opens the weights.</summary>
    /// <param name="folder">Of the network, for example <c>unet</c>.</param>
    /// <param name="stem">The first part of its files' names: <c>diffusion_pytorch_model</c>, for text encoders <c>model</c>.</param>
    /// <param name="files">Receives the open files.</param>
    /// <exception cref="CheckpointException">There are none, several that none is to be preferred of, or broken ones.</exception>
    public static ITensorSource Open(string folder, string stem, OpenFiles files)
    {
        var found = Choose(folder, stem);
        return found.EndsWith(".json", StringComparison.Ordinal) ? ShardedTensors.Open(found, files) : files.Open(found);
    }

    /// <summary>Whether a folder has weights of that name.</summary>
    public static bool Exist(string folder, string stem) => Candidates(folder, stem).Count > 0;

    private static string Choose(string folder, string stem)
    {
        var candidates = Candidates(folder, stem);
        string[] variants = [.. candidates.Select(candidate => candidate.Variant).Distinct()];
        var variant = Preferred.FirstOrDefault(variants.Contains) ?? (variants.Length == 1 ? variants[0] : null);
        if (variant is not null)
        {
            return candidates.First(candidate => candidate.Variant == variant).Path;
        }

        throw variants.Length == 0
            ? new CheckpointException(folder, $"there is no {stem}.{Extension}. {Instead(folder)}")
            : new CheckpointException(folder, $"there are {stem} files of the variants {string.Join(", ", variants)}; leave one of them.");
    }

    /// <summary>The files that could be opened, whole ones before indices.</summary>
    private static List<(string Variant, string Path)> Candidates(string folder, string stem)
    {
        var whole = new List<(string, string)>();
        var indices = new List<(string, string)>();
        foreach (var path in Directory.EnumerateFiles(folder, $"{stem}.*").Order(StringComparer.Ordinal))
        {
            // What is neither the stem nor one of these words is the variant; it has stood in several places over the years.
            var words = Path.GetFileName(path)[(stem.Length + 1)..].Split('.');
            var variant = string.Join('.', words.Except([Extension, "index", "json"]));
            if (words[^1] == Extension && !IsShard(variant))
            {
                whole.Add((variant, path));
            }
            else if (words[^1] == "json" && words.Contains("index") && words.Contains(Extension))
            {
                indices.Add((variant, path));
            }
        }

        return [.. whole, .. indices];
    }

    /// <summary>For example <c>fp16-00001-of-00002</c>.</summary>
    private static bool IsShard(string variant) => variant.Contains("-of-", StringComparison.Ordinal);

    private static string Instead(string folder)
    {
        string[] names = [.. Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)!).Order(StringComparer.Ordinal).Take(5)];
        return names.FirstOrDefault(name => Path.GetExtension(name) is ".bin" or ".ckpt" or ".pt" or ".pth") is { } pickle
            ? $"'{pickle}' is a pickle, which is never opened; convert it to {Extension}."
            : names.Length == 0 ? "The folder is empty." : $"The folder holds {string.Join(", ", names)}.";
    }
}
