namespace SwiftDiffusion.Storage.Folders;

/// <summary>Blobs as files in a folder, which processes and machines may share.</summary>
/// <remarks>
/// A blob is written under a temporary name beside its place, flushed to the disk, and then named in one step, so no reader sees a part of it.
/// Temporary names begin with a dot, which no key does, so they are never listed or read; a crash can leave one behind.
/// </remarks>
internal sealed class FolderBlobStore : IBlobStore
{
    private readonly FolderPaths paths;

    /// <summary>Opens a folder, and makes it if it is missing.</summary>
    public FolderBlobStore(string path)
    {
        paths = new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        Explained("Making the blobs' folder", () => Directory.CreateDirectory(paths.Root));
    }

    public Task PutAsync(BlobKey key, BlobContent content, CancellationToken cancellationToken) => StoreAsync(key, content, Replace, cancellationToken);

    public async Task<bool> PutIfAbsentAsync(BlobKey key, BlobContent content, CancellationToken cancellationToken) =>
        !await ExistsAsync(key, cancellationToken) && await StoreAsync(key, content, HardLink.TryCreate, cancellationToken);

    public Task<Stream?> OpenAsync(BlobKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var doing = $"Reading '{key}'";
        return Task.FromResult(Explained(doing, () => Open(paths.Of(key.Value)) is { } file ? new ReadingStream(file, e => FolderFaults.Explain(doing, paths.Root, e)) : (Stream?)null));
    }

    public Task<bool> ExistsAsync(BlobKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        paths.RequireRoot();
        return Task.FromResult(File.Exists(paths.Of(key.Value)));
    }

    public Task DeleteAsync(BlobKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        paths.RequireRoot();
        var path = paths.Of(key.Value);
        if (File.Exists(path))
        {
            Explained($"Deleting '{key}'", () => File.Delete(path));
        }

        return Task.CompletedTask;
    }

    public IAsyncEnumerable<BlobEntry> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        paths.RequireRoot();
        return FolderListing.List(paths, prefix, cancellationToken).ToAsyncEnumerable();
    }

    public Task<Uri> LinkAsync(BlobKey key, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        LinkLifetime.Check(lifetime);
        return Task.FromResult(new Uri(paths.Of(key.Value)));
    }

    private async Task<bool> StoreAsync(BlobKey key, BlobContent content, Func<string, string, bool> publish, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var path = paths.ForWriting(key);
            var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Guid.NewGuid():N}.tmp");
            try
            {
                await WriteAsync(temporary, content.Bytes, cancellationToken);
                return publish(temporary, path);
            }
            finally
            {
                File.Delete(temporary);
            }
        }
        catch (Exception e) when (FolderFaults.Explain($"Storing '{key}'", paths.Root, e) is { } explained)
        {
            throw explained;
        }
    }

    private static async Task WriteAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        await file.WriteAsync(bytes, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        file.Flush(flushToDisk: true);
    }

    private static bool Replace(string source, string target)
    {
        File.Move(source, target, overwrite: true);
        return true;
    }

    private FileStream? Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException || Directory.Exists(path))
        {
            paths.RequireRoot();
            return null;
        }
    }

    private void Explained(string doing, Action action) => Explained(doing, () =>
    {
        action();
        return true;
    });

    private T Explained<T>(string doing, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (FolderFaults.Explain(doing, paths.Root, e) is { } explained)
        {
            throw explained;
        }
    }
}
