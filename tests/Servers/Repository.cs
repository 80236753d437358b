using System.Runtime.CompilerServices;

namespace SwiftDiffusion.TestServers;

/// <summary>Where this checkout lies.</summary>
public static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = Find();

    private static string Find([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
