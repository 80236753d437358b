namespace SwiftDiffusion.Local.Tests.EndToEnd;

/// <summary>A folder that pictures are painted into, and one for temporary files, which must be empty in the end.</summary>
internal sealed class PictureFolder : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("pictures-").FullName;

    public PictureFolder()
    {
        Directory.CreateDirectory(Path);
        Directory.CreateDirectory(Temporary);
    }

    public string Path => System.IO.Path.Combine(root, "work");

    public string Temporary => System.IO.Path.Combine(root, "tmp");

    /// <summary>Names of all that lies in the working folder, hidden files too.</summary>
    public IReadOnlyList<string> Names => [.. Directory.EnumerateFileSystemEntries(Path, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }).Select(path => System.IO.Path.GetFileName(path)!).Order()];

    public byte[] Read(string name) => File.ReadAllBytes(System.IO.Path.Combine(Path, name));

    /// <summary>Nothing is left of what was for the run alone.</summary>
    public void AssertNoLeftovers() => Assert.Empty(Directory.EnumerateFileSystemEntries(Temporary, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }));

    /// <summary>A copy of the model that ships, to be broken; files that stay as they are are linked.</summary>
    /// <param name="name">Of the copy, a folder here.</param>
    /// <param name="part">The file that is to be changed, relative to the model.</param>
    /// <param name="change">Makes its new content of the old.</param>
    public string CopyModel(string name, string part, Func<byte[], byte[]> change)
    {
        var copy = System.IO.Path.Combine(root, name);
        foreach (var file in Directory.EnumerateFiles(Repository.Postcards, "*", SearchOption.AllDirectories))
        {
            var relative = System.IO.Path.GetRelativePath(Repository.Postcards, file);
            var target = System.IO.Path.Combine(copy, relative);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            if (relative == part)
            {
                File.WriteAllBytes(target, change(File.ReadAllBytes(file)));
            }
            else
            {
                File.CreateSymbolicLink(target, file);
            }
        }

        return copy;
    }

    public void Dispose() => Directory.Delete(root, recursive: true);
}
