using System.Runtime.CompilerServices;

namespace SwiftDiffusion.Fleet.Tests;

internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
