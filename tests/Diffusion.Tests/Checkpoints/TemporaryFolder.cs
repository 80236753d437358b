namespace SwiftDiffusion.Diffusion.Tests.Checkpoints;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("swift-checkpoints-").FullName;

    public string PathOf(params string[] relative) => System.IO.Path.Combine([Path, .. relative]);

    /// <summary>Copies a file or folder of the checkout.</summary>
    public string Copy(string relative, string? name = null)
    {
        var (source, target) = (Repository.PathOf(relative), PathOf(name ?? System.IO.Path.GetFileName(relative)));
        if (File.Exists(source))
        {
            File.Copy(source, target);
            return target;
        }

        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = System.IO.Path.Combine(target, System.IO.Path.GetRelativePath(source, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return target;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
