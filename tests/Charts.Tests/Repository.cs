namespace SwiftDiffusion.Charts.Tests;

/// <summary>Finds files of the checkout that tests read.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    /// <summary>The chart's folder.</summary>
    public static string Chart => PathOf("charts/swiftdiffusion");

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "SwiftDiffusion.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No SwiftDiffusion.sln above the tests."));
}
