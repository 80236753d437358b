namespace SwiftDiffusion.Diffusion.Adapters;

/// <summary>Tells whether two LoRAs are the same without comparing their weights: the same file, not written to in between.</summary>
/// <param name="Path">The file.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Written">When it was last written to.</param>
internal sealed record LoraIdentity(string Path, long Length, DateTime Written)
{
    /// <summary>The identity of a file as it is now.</summary>
    public static LoraIdentity Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new LoraIdentity(file.FullName, file.Length, file.LastWriteTimeUtc) : new LoraIdentity(file.FullName, 0, default);
    }
}
