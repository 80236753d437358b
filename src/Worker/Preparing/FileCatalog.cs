using SwiftDiffusion.Worker.Fetching;

namespace SwiftDiffusion.Worker.Preparing;

/// <summary>Models or adapters by name: those that are listed, then those that lie in folders.</summary>
/// <param name="listed">Name to path.</param>
/// <param name="folders">
/// In which every safetensors file, and every folder with a <c>config.json</c> or <c>model_index.json</c>, is one, by its path in the folder less the extension.
/// </param>
internal sealed class FileCatalog(IEnumerable<KeyValuePair<string, string>> listed, IEnumerable<string> folders)
{
    private const string Extension = ".safetensors";

    /// <summary>All of them as they lie now: what is put into a folder later is found later.</summary>
    public IReadOnlyDictionary<string, string> Read()
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, path) in listed.Concat(folders.Where(Directory.Exists).SelectMany(folder => Within(folder, ""))))
        {
            paths.TryAdd(name, RemoteFile.IsRemote(path) ? path : Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        }

        return paths;
    }

    private static IEnumerable<KeyValuePair<string, string>> Within(string folder, string prefix)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            if (name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
            {
                yield return KeyValuePair.Create(prefix + name[..^Extension.Length], path);
            }
            else if (File.Exists(Path.Combine(path, "config.json")) || File.Exists(Path.Combine(path, "model_index.json")))
            {
                yield return KeyValuePair.Create(prefix + name, path);
            }
            else if (Directory.Exists(path) && !name.StartsWith('.'))
            {
                foreach (var inner in Within(path, $"{prefix}{name}/"))
                {
                    yield return inner;
                }
            }
        }
    }
}
