using System.Text.RegularExpressions;

namespace SwiftDiffusion.Local.Models;

/// <summary>Names that the contract allows, made of those of files.</summary>
internal static partial class FileNames
{
    private const int Longest = 100;

    /// <summary>The name of a file without its extension, or that of a folder; what isn't allowed in a name becomes '-'.</summary>
    public static string ToName(string path)
    {
        var file = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        var stem = Directory.Exists(path) ? file : Path.GetFileNameWithoutExtension(file);
        var name = NotAllowed().Replace(stem, "-").Trim('-', '.');
        return name.Length == 0 ? "unnamed" : name[..Math.Min(name.Length, Longest)].TrimEnd('-', '.');
    }

    [GeneratedRegex("[^A-Za-z0-9._-]+")]
    private static partial Regex NotAllowed();
}
