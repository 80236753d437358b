namespace SwiftDiffusion.Worker.Fetching;

/// <summary>Where files come from.</summary>
internal interface IFileOrigin
{
    /// <summary>Opens a file, from a byte on if it can.</summary>
    /// <param name="file">The file.</param>
    /// <param name="from">How many bytes of it are here already.</param>
    /// <param name="version">The version that those are of, as a former answer named it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FetchException">It is not to be had.</exception>
    /// <exception cref="IOException">The way to it fails, maybe for a passing reason; as <see cref="HttpRequestException"/> does.</exception>
    Task<FileContent> OpenAsync(RemoteFile file, long from, string? version, CancellationToken cancellationToken);
}

/// <summary>A file's bytes, or those that are left.</summary>
/// <param name="Stream">The bytes.</param>
/// <param name="From">Which byte they begin at: where one asked, or 0.</param>
/// <param name="Length">How long the whole file is; null where that isn't told.</param>
/// <param name="Version">Names the version, if the origin can resume it.</param>
/// <param name="Owner">What is disposed with it.</param>
internal sealed record FileContent(Stream Stream, long From, long? Length, string? Version, IDisposable? Owner = null) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        Owner?.Dispose();
    }
}

/// <summary>A file cannot be had, or is not what it should be.</summary>
/// <param name="problem">Why, to be read on from the file's name; without its address.</param>
/// <param name="isInvalid">Whether it came and is wrong, rather than didn't come.</param>
/// <param name="transient">Whether it may be otherwise later.</param>
/// <param name="innerException">The cause.</param>
internal sealed class FetchException(string problem, bool isInvalid = false, bool transient = false, Exception? innerException = null) : Exception(problem, innerException)
{
    public bool IsInvalid => isInvalid;

    public bool Transient => transient;
}
