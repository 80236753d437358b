using SwiftDiffusion.Local.Models;
using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Local.Arguments;

/// <summary>Files that the command line names, and the names that the job knows them by: adapters by a name that the worker is told, pictures by a key in the blob store.</summary>
/// <param name="folder">The working folder.</param>
/// <param name="modelPath">The base model's; null where it isn't known.</param>
internal sealed class JobFiles(string folder, string? modelPath)
{
    private readonly Dictionary<string, string> adapters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> pictures = new(StringComparer.Ordinal);

    /// <summary>Name to path.</summary>
    public IReadOnlyDictionary<string, string> Adapters => adapters;

    /// <summary>Key in the blob store to path.</summary>
    public IReadOnlyDictionary<string, string> Pictures => pictures;

    /// <summary>Finds an adapter.</summary>
    /// <returns>The job's name for it; null where it isn't there, which is a problem then.</returns>
    public string? AddAdapter(AdapterKind kind, string text, string option, Problems problems)
    {
        if (AdapterSearch.Find(kind, text, folder, modelPath) is not { } path)
        {
            problems.AddUnusable($"{option} '{text}' is not there; looked for {AdapterSearch.Describe(kind, text, modelPath)}.");
            return null;
        }

        var wanted = FileNames.ToName(path);
        var name = wanted;
        for (var i = 2; adapters.TryGetValue(name, out var taken) && taken != path; i++)
        {
            name = $"{wanted}-{i}";
        }

        adapters[name] = path;
        return name;
    }

    /// <summary>Finds a picture: a file, or an https address that is fetched by the worker.</summary>
    /// <returns>The job's reference to it; null where it isn't there, which is a problem then.</returns>
    public PictureReference? AddPicture(string text, string option, Problems problems)
    {
        if (text.StartsWith("https://", StringComparison.Ordinal))
        {
            return new PictureReference { Url = text };
        }

        var path = Path.GetFullPath(text, folder);
        if (!File.Exists(path))
        {
            problems.AddUnusable($"{option} '{text}' is not there; allowed is the file of a picture, or an https address.");
            return null;
        }

        var key = $"inputs/{pictures.Count + 1}";
        pictures.Add(key, path);
        return new PictureReference { Blob = key };
    }
}
