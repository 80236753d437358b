using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Storage;

namespace SwiftDiffusion.Local.Output;

/// <summary>Brings pictures from the blob store to where a person wants them: all of them or none, and each whole.</summary>
internal static class PictureFiles
{
    /// <summary>Makes sure that the folder can be written to, before time is spent on painting.</summary>
    /// <exception cref="CommandException">It can't.</exception>
    public static void CheckWritable(OutputTarget target)
    {
        var folder = target.Folder;
        while (!Directory.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new CommandException(ExitCode.Storage, $"--out lies in '{target.Folder}', which cannot be made.");
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose };
        Guard(folder, () => new FileStream(Path.Combine(folder, $".{Path.GetRandomFileName()}.part"), options).Dispose());
    }

    /// <summary>Writes the pictures.</summary>
    /// <returns>Their paths, in the order of the images.</returns>
    /// <exception cref="CommandException">They can't be written; none is left behind.</exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(
        IBlobStore blobs, GenerateImages job, IReadOnlyList<ImageResult> images, OutputTarget target, CancellationToken cancellationToken)
    {
        Guard(target.Folder, () => Directory.CreateDirectory(target.Folder));
        var paths = new List<string>();
        var parts = new List<string>();
        try
        {
            foreach (var image in images)
            {
                paths.Add(target.PathOf(job, image, paths.Contains));
                parts.Add(Path.Combine(target.Folder, $".{Environment.ProcessId}-{image.Index}.part"));
                await CopyAsync(blobs, new BlobKey(image.Blob), parts[^1], paths[^1], cancellationToken);
            }

            foreach (var (part, path) in parts.Zip(paths))
            {
                Guard(path, () => File.Move(part, path, target.Overwrite));
            }

            return paths;
        }
        finally
        {
            parts.ForEach(Remove);
        }
    }

    private static async Task CopyAsync(IBlobStore blobs, BlobKey blob, string part, string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await blobs.OpenAsync(blob, cancellationToken) ?? throw new StorageException($"'{blob}' is gone from the store.", transient: false);
            await using var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write);
            await content.CopyToAsync(file, cancellationToken);
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (DiskFaults.Explain($"'{path}' cannot be written", e) is { } problem)
        {
            throw problem;
        }
    }

    private static void Guard(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (DiskFaults.Explain($"'{path}' cannot be written", e) is { } problem)
        {
            throw problem;
        }
    }

    private static void Remove(string part)
    {
        try
        {
            File.Delete(part);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What went wrong before is what a person must hear of.
        }
    }
}
