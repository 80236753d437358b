namespace SwiftDiffusion.Local.Models;

/// <summary>Finds adapters: at their path, or, by a name alone, beside the base model in a folder of their kind.</summary>
internal static class AdapterSearch
{
    private const string Extension = ".safetensors";

    /// <summary>Where an adapter lies; null where it isn't found.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="text">A path, or a name.</param>
    /// <param name="folder">The working folder.</param>
    /// <param name="modelPath">The base model's; null where it isn't known.</param>
    public static string? Find(AdapterKind kind, string text, string folder, string? modelPath) =>
        Candidates(kind, text, folder, modelPath).Where(Path.Exists).Select(Path.GetFullPath).FirstOrDefault();

    /// <summary>Where <see cref="Find"/> looks.</summary>
    public static string Describe(AdapterKind kind, string text, string? modelPath) =>
        IsName(text) && modelPath is not null ? $"a file of that name, and for '{text}' and '{text}{Extension}' in '{Beside(kind, modelPath)}'" : "a file of that name";

    private static IEnumerable<string> Candidates(AdapterKind kind, string text, string folder, string? modelPath)
    {
        yield return Path.Combine(folder, text);
        if (IsName(text) && modelPath is not null)
        {
            yield return Path.Combine(Beside(kind, modelPath), text);
            yield return Path.Combine(Beside(kind, modelPath), text + Extension);
        }
    }

    private static bool IsName(string text) => text is not ("." or "..") && Path.GetFileName(text) == text;

    private static string Beside(AdapterKind kind, string modelPath) => Path.Combine(Path.GetDirectoryName(modelPath) ?? modelPath, kind switch
    {
        AdapterKind.Lora => "loras",
        AdapterKind.ControlNet => "controlnets",
        AdapterKind.Embedding => "embeddings",
        _ => "vae",
    });
}
