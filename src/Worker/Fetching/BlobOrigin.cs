using SwiftDiffusion.Storage;

namespace SwiftDiffusion.Worker.Fetching;

/// <summary>Files in the fleet's blob store. They are read from their beginning each time.</summary>
internal sealed class BlobOrigin(IBlobStore blobs) : IFileOrigin
{
    public async Task<FileContent> OpenAsync(RemoteFile file, long from, string? version, CancellationToken cancellationToken)
    {
        var key = file.Location[RemoteFile.BlobScheme.Length..];
        if (!BlobKey.IsValid(key))
        {
            throw new FetchException($"has the key '{key}', which is not a blob's.");
        }

        var content = await blobs.OpenAsync(new BlobKey(key), cancellationToken) ?? throw new FetchException("is not in the blob store.");
        return new FileContent(content, 0, null, null);
    }
}
