namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>Tells without reading it whether a file, or a folder of files, is what it was: same place, not written to in between.</summary>
/// <param name="Path">The file or folder.</param>
/// <param name="Length">In bytes, of all files.</param>
/// <param name="Written">When the newest was last written to.</param>
internal sealed record FileState(string Path, long Length, DateTime Written)
{
    /// <summary>As it is now; of length 0 where there is nothing.</summary>
    public static FileState Of(string path)
    {
        FileInfo[] files = Directory.Exists(path) ? new DirectoryInfo(path).GetFiles() : File.Exists(path) ? [new FileInfo(path)] : [];
        return new FileState(System.IO.Path.GetFullPath(path), files.Sum(file => file.Length), files.Select(file => file.LastWriteTimeUtc).DefaultIfEmpty().Max());
    }
}
