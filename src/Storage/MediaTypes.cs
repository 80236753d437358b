namespace SwiftDiffusion.Storage;

/// <summary>What kind of content a blob's name promises; for stores that don't keep it, such as a folder.</summary>
public static class MediaTypes
{
    /// <summary>The media type by the key's extension, whatever its case; <c>application/octet-stream</c> for one that isn't known.</summary>
    public static string Of(BlobKey key) => Path.GetExtension(key.Value).ToLowerInvariant() switch
    {
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".webp" => "image/webp",
        ".gif" => "image/gif",
        ".bmp" => "image/bmp",
        ".tif" or ".tiff" => "image/tiff",
        ".json" => "application/json",
        ".txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
}
