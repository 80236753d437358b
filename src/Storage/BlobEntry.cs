namespace SwiftDiffusion.Storage;

/// <summary>A blob in a listing.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Length">In bytes.</param>
/// <param name="LastModified">When it was stored.</param>
public sealed record BlobEntry(BlobKey Key, long Length, DateTimeOffset LastModified);
