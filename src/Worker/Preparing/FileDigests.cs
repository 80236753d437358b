using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace SwiftDiffusion.Worker.Preparing;

/// <summary>SHA-256 of adapters, 64 hexadecimal digits in lower case, computed once for each state of a file.</summary>
internal sealed class FileDigests
{
    private readonly ConcurrentDictionary<FileState, string> known = new();

    /// <summary>The digest of a safetensors file, or of the one that a folder holds; null where a folder holds none, or several.</summary>
    public async Task<string?> OfAsync(string path, CancellationToken cancellationToken)
    {
        if (WeightsOf(path) is not { } file)
        {
            return null;
        }

        var state = new FileState(file.FullName, file.Length, file.LastWriteTimeUtc);
        if (!known.TryGetValue(state, out var digest))
        {
            await using var content = file.OpenRead();
            digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
            known[state] = digest;
        }

        return digest;
    }

    private static FileInfo? WeightsOf(string path) => Directory.Exists(path)
        ? Directory.GetFiles(path, "*.safetensors") is [var only] ? new FileInfo(only) : null
        : File.Exists(path) ? new FileInfo(path) : null;

    private sealed record FileState(string Path, long Length, DateTime LastWriteTimeUtc);
}
