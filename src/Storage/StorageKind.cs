namespace SwiftDiffusion.Storage;

/// <summary>Where blobs are kept.</summary>
public enum StorageKind
{
    /// <summary>In a folder, for one machine or a shared file system.</summary>
    Folder,

    /// <summary>In a container of Azure Blob Storage.</summary>
    Azure,
}
