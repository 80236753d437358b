namespace SwiftDiffusion.Storage.Folders;

/// <summary>Lists blobs in the ordinal order of their keys, holding one folder's names in memory at each level.</summary>
internal static class FolderListing
{
    // Links lead out of the store; everything else is told by its name.
    private static readonly EnumerationOptions Options = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    /// <summary>The blobs whose keys begin with <paramref name="prefix"/>.</summary>
    public static IEnumerable<BlobEntry> List(FolderPaths paths, string prefix, CancellationToken cancellationToken)
    {
        var folder = prefix[..(prefix.LastIndexOf('/') + 1)];
        if (folder.Length == 0)
        {
            return Walk(paths.Root, "", prefix, cancellationToken);
        }

        // A prefix that no key can begin with, such as "../", finds nothing.
        var key = folder[..^1];
        return BlobKey.IsValid(key) ? Walk(paths.Of(key), folder, prefix, cancellationToken) : [];
    }

    private static IEnumerable<BlobEntry> Walk(string path, string folder, string prefix, CancellationToken cancellationToken)
    {
        // With its separator, a folder's name sorts as the keys in it do: 'a.b' before 'a/b', and 'a0' after it.
        var names = Children(path)
            .Where(child => BlobKey.IsValid(folder + child.Name))
            .Select(child => (Key: folder + child.Name + (child is DirectoryInfo ? "/" : ""), Info: child))
            .Where(child => child.Key.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(child => child.Key, StringComparer.Ordinal);
        foreach (var (key, info) in names)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (info is DirectoryInfo)
            {
                foreach (var entry in Walk(info.FullName, key, prefix, cancellationToken))
                {
                    yield return entry;
                }
            }
            else if (Entry(key, (FileInfo)info) is { } entry)
            {
                yield return entry;
            }
        }
    }

    private static FileSystemInfo[] Children(string path)
    {
        try
        {
            return [.. new DirectoryInfo(path).EnumerateFileSystemInfos("*", Options)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];                                                            // never there, or deleted meanwhile
        }
        catch (Exception e) when (FolderFaults.Explain("Listing", path, e) is { } explained)
        {
            throw explained;
        }
    }

    private static BlobEntry? Entry(string key, FileInfo file)
    {
        try
        {
            return new(new(key), file.Length, file.LastWriteTimeUtc);
        }
        catch (FileNotFoundException)
        {
            return null;                                                          // deleted meanwhile
        }
    }
}
