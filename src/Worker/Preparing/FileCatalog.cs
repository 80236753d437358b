namespace SwiftDiffusion.Worker.Preparing;

/// <summary>Files and folders by name: those that are listed, then those that lie in folders.</summary>
/// <param name="listed">Name to path.</param>
/// <param name="folders">Of which every subfolder and every safetensors file has its own name, less the extension.</param>
internal sealed class FileCatalog(IEnumerable<KeyValuePair<string, string>> listed, IEnumerable<string> folders)
{
    private const string Extension = ".safetensors";

    /// <summary>All of them as they lie now: a file that is put into a folder later is found later.</summary>
    public IReadOnlyDictionary<string, string> Read()
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, path) in listed.Concat(folders.Where(Directory.Exists).SelectMany(InFolder)))
        {
            paths.TryAdd(name, Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        }

        return paths;
    }

    private static IEnumerable<KeyValuePair<string, string>> InFolder(string folder)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            if (name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
            {
                yield return KeyValuePair.Create(name[..^Extension.Length], path);
            }
            else if (Directory.Exists(path) && !name.StartsWith('.'))
            {
                yield return KeyValuePair.Create(name, path);
            }
        }
    }
}
