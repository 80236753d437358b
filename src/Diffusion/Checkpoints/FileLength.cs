namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>The length of a file that is about to be read.</summary>
internal static class FileLength
{
    /// <summary>Bytes of a regular file, its links followed; one clear error for anything else.</summary>
    /// <remarks>Pipes and devices report a length of 0 and are refused by it without being opened, which could block.</remarks>
    public static long Of(string path)
    {
        if (Directory.Exists(path))
        {
            throw new CheckpointException(path, "this is a folder, not a file.");
        }

        try
        {
            var info = new FileInfo(path);
            var target = info.LinkTarget is null ? info : info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
            return target is { Exists: true } ? target.Length : throw new CheckpointException(path, "there is no such file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, $"the file cannot be read ({e.Message})", e);
        }
    }
}
