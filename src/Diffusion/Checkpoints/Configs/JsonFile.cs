using System.Text.Json;

namespace SwiftDiffusion.Diffusion.Checkpoints.Configs;

/// <summary>Reads the JSON files of a checkpoint, which are small: whatever is large, deep or doubtful is refused. Python's infinities become strings.</summary>
internal static class JsonFile
{
    // An index of shards names every tensor: 2 MB for the largest of models.
    private const long MaxLength = 16 << 20;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>The content of a file, or one clear error.</summary>
    public static JsonElement Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(PythonJson.Quote(ReadBytes(path)), Options);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new CheckpointException(path, $"the file is not valid JSON ({e.Message})", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, $"the file cannot be read ({e.Message})", e);
        }
    }

    private static byte[] ReadBytes(string path)
    {
        var length = FileLength.Of(path);
        if (length is 0 or > MaxLength)
        {
            throw new CheckpointException(path, $"the file has {length} bytes; a JSON file of a checkpoint has 1 to {MaxLength}.");
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return bytes.AsSpan() is [0xEF, 0xBB, 0xBF, .. var rest] ? rest.ToArray() : bytes;
    }
}
