namespace SwiftDiffusion.Local.Output;

/// <summary>What the file system says when it doesn't do as told, in words for a person.</summary>
internal static class DiskFaults
{
    // As an IOException carries them: errno, and HRESULTs on Windows.
    private static readonly int[] DiskFull = [28, 122, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    /// <summary>A problem of storage; null where the exception is none of the file system's.</summary>
    /// <param name="what">What did not go, as in <c>'a.png' cannot be written</c>.</param>
    /// <param name="exception">What was said.</param>
    public static CommandException? Explain(string what, Exception exception) => exception switch
    {
        IOException io when DiskFull.Contains(io.HResult) => new CommandException(ExitCode.Storage, $"{what}: the disk is full, or the quota used up. ({io.Message})"),
        IOException or UnauthorizedAccessException => new CommandException(ExitCode.Storage, $"{what}: {exception.Message}"),
        _ => null,
    };
}
