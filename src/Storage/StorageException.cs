namespace SwiftDiffusion.Storage;

/// <summary>The blob store failed.</summary>
/// <param name="message">What was tried, on which blob, and what went wrong.</param>
/// <param name="transient">Whether trying again may help: a network that is down, a server that is busy.</param>
/// <param name="innerException">What the store said.</param>
public sealed class StorageException(string message, bool transient, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Whether trying again may help.</summary>
    public bool Transient { get; } = transient;
}
