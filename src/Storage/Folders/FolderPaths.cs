namespace SwiftDiffusion.Storage.Folders;

/// <summary>Where a folder keeps its blobs: a blob's key is its path below the root.</summary>
/// <param name="root">The folder's full path, without a separator at its end.</param>
internal sealed class FolderPaths(string root)
{
    public string Root { get; } = root;

    /// <summary>Fails unless the root is there. A root that is gone, such as a share that isn't mounted, must not be taken for an empty store or be made anew.</summary>
    public void RequireRoot()
    {
        if (!Directory.Exists(Root))
        {
            throw new StorageException($"The blobs' folder '{Root}' is not there any more.", transient: true);
        }
    }

    /// <summary>The path of a key, or of the first segments of one.</summary>
    /// <exception cref="StorageException">A symbolic link is on the way. Whoever set up the root may make it a link; inside of it a link leads out of the store.</exception>
    public string Of(string key)
    {
        var path = Root;
        foreach (var segment in key.Split('/'))
        {
            path = Path.Combine(path, segment);
            if (new FileInfo(path).LinkTarget is not null)
            {
                throw new StorageException($"'{path}' is a symbolic link; blobs behind links are not touched.", transient: false);
            }
        }

        return path;
    }

    /// <summary>The path of a key, with the folder that it lies in made.</summary>
    /// <exception cref="StorageException">The root is gone, or a blob and a folder would have one name, which Azure allows and a file system doesn't.</exception>
    public string ForWriting(BlobKey key)
    {
        RequireRoot();
        var path = Of(key.Value);
        for (var folder = Path.GetDirectoryName(path)!; folder.Length > Root.Length; folder = Path.GetDirectoryName(folder)!)
        {
            if (File.Exists(folder))
            {
                throw new StorageException($"'{key}' can't be stored: '{folder}' is a blob, so it can't hold others.", transient: false);
            }
        }

        if (Directory.Exists(path))
        {
            throw new StorageException($"'{key}' can't be stored: '{path}' is a folder that holds blobs.", transient: false);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}
