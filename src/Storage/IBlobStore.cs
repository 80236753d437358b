namespace SwiftDiffusion.Storage;

/// <summary>Named blobs: images, inputs, manifests. A folder or Azure Blob Storage.</summary>
/// <remarks>Thread-safe. Every member throws <see cref="StorageException"/> when the store fails, which says whether trying again may help.</remarks>
public interface IBlobStore
{
    /// <summary>Stores a blob, in place of one of that name if there is one. A reader sees the old content or the new, never a part.</summary>
    Task PutAsync(BlobKey key, BlobContent content, CancellationToken cancellationToken);

    /// <summary>Stores a blob unless there is one of that name: of any number of writers at a time, one wins.</summary>
    /// <returns>Whether this call stored it.</returns>
    Task<bool> PutIfAbsentAsync(BlobKey key, BlobContent content, CancellationToken cancellationToken);

    /// <summary>Opens a blob for reading; null when there is none of that name. The caller disposes the stream, which can be read once, from its start to its end.</summary>
    /// <remarks>A blob that is replaced while it is read is read as it was, or reading fails; the stream, too, throws <see cref="StorageException"/>.</remarks>
    Task<Stream?> OpenAsync(BlobKey key, CancellationToken cancellationToken);

    /// <summary>Whether there is a blob of that name.</summary>
    Task<bool> ExistsAsync(BlobKey key, CancellationToken cancellationToken);

    /// <summary>Deletes a blob; does nothing when there is none of that name.</summary>
    Task DeleteAsync(BlobKey key, CancellationToken cancellationToken);

    /// <summary>The blobs whose names begin with <paramref name="prefix"/>, in the ordinal order of their names.</summary>
    IAsyncEnumerable<BlobEntry> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>An address from which anyone who has it may read the blob until it expires.</summary>
    /// <param name="key">The blob; whether it exists is not checked.</param>
    /// <param name="lifetime">How long the address works, above zero to 7 days; a folder's addresses never expire.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lifetime is not among those allowed.</exception>
    Task<Uri> LinkAsync(BlobKey key, TimeSpan lifetime, CancellationToken cancellationToken);
}
