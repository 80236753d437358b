namespace SwiftDiffusion.Messages.Tests;

/// <summary>Finds files of the checkout that tests read: schemas and examples.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "SwiftDiffusion.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No SwiftDiffusion.sln above the tests."));
}
