using Microsoft.Extensions.Logging;
using SwiftDiffusion.Storage.Azure;
using SwiftDiffusion.Storage.Folders;

namespace SwiftDiffusion.Storage;

/// <summary>Makes stores for programs that compose themselves by hand.</summary>
public static class BlobStores
{
    /// <summary>A store in a folder.</summary>
    /// <param name="path">The folder; it is made if it is missing.</param>
    /// <exception cref="StorageException">It can't be made.</exception>
    public static IBlobStore Folder(string path) => new FolderBlobStore(path);

    /// <summary>The store that options describe.</summary>
    /// <param name="options">Valid ones.</param>
    /// <param name="time">Measures waits and lifetimes.</param>
    /// <param name="loggers">Are told of retries.</param>
    /// <exception cref="StorageException">A folder can't be made.</exception>
    public static IBlobStore Create(StorageOptions options, TimeProvider time, ILoggerFactory loggers) => options.Kind switch
    {
        StorageKind.Azure => new AzureBlobStore(AzureAccount.Connect(options), options, time, loggers.CreateLogger<AzureBlobStore>()),
        _ => Folder(options.Folder),
    };
}
