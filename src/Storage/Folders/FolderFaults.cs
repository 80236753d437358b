namespace SwiftDiffusion.Storage.Folders;

/// <summary>Tells what went wrong with a folder, and whether trying again may help.</summary>
internal static class FolderFaults
{
    // As an IOException carries them: errno on Linux and macOS, an HRESULT on Windows.
    private static readonly int[] DiskFull = [28, 122, 69, unchecked((int)0x80070070), unchecked((int)0x80070027)];
    private static readonly int[] ReadOnly = [30, unchecked((int)0x80070013)];

    /// <summary>Our exception for one of the file system's; null for what is none of its.</summary>
    /// <param name="doing">What was tried, for example <c>Storing 'jobs/1/0.png'</c>.</param>
    /// <param name="root">The blobs' folder.</param>
    /// <param name="exception">What the file system said.</param>
    /// <remarks>A full disk is called transient: space comes back when someone frees it, another worker's disk may have some, and what was painted is worth the wait.</remarks>
    public static StorageException? Explain(string doing, string root, Exception exception) => exception switch
    {
        IOException io when DiskFull.Contains(io.HResult) => new($"{doing} in '{root}' failed: the disk is full, or the quota used up.", transient: true, io),
        IOException io when ReadOnly.Contains(io.HResult) => new($"{doing} in '{root}' failed: the file system is read-only.", transient: false, io),
        UnauthorizedAccessException => new($"{doing} in '{root}' failed: this process lacks the permission. {exception.Message}", transient: false, exception),
        PathTooLongException => new($"{doing} in '{root}' failed: the path is too long for the file system.", transient: false, exception),
        IOException => new($"{doing} in '{root}' failed: {exception.Message}", transient: true, exception),
        _ => null,
    };
}
