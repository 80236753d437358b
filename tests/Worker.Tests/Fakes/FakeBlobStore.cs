using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using SwiftDiffusion.Storage;

namespace SwiftDiffusion.Worker.Tests.Fakes;

/// <summary>Blobs in memory, and a hook before every call at which a test may fail it.</summary>
internal sealed class FakeBlobStore : IBlobStore
{
    private readonly ConcurrentDictionary<string, BlobContent> blobs = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> calls = new();

    /// <summary>Told the operation and the blob of each call, for example <c>put jobs/a/0.png</c>; may throw.</summary>
    public Action<string> BeforeCall { get; set; } = _ => { };

    /// <summary>Every call, in order.</summary>
    public IReadOnlyList<string> Calls => [.. calls];

    public IReadOnlyDictionary<string, BlobContent> Blobs => blobs;

    public void Add(string key, byte[] content) => blobs[key] = new BlobContent(content, "application/octet-stream");

    public Task PutAsync(BlobKey key, BlobContent content, CancellationToken cancellationToken)
    {
        Call("put", key, cancellationToken);
        blobs[key.Value] = content;
        return Task.CompletedTask;
    }

    public Task<bool> PutIfAbsentAsync(BlobKey key, BlobContent content, CancellationToken cancellationToken)
    {
        Call("put-if-absent", key, cancellationToken);
        return Task.FromResult(blobs.TryAdd(key.Value, content));
    }

    public Task<Stream?> OpenAsync(BlobKey key, CancellationToken cancellationToken)
    {
        Call("open", key, cancellationToken);
        return Task.FromResult<Stream?>(blobs.TryGetValue(key.Value, out var content) ? new MemoryStream(content.Bytes.ToArray()) : null);
    }

    public Task<bool> ExistsAsync(BlobKey key, CancellationToken cancellationToken)
    {
        Call("exists", key, cancellationToken);
        return Task.FromResult(blobs.ContainsKey(key.Value));
    }

    public Task DeleteAsync(BlobKey key, CancellationToken cancellationToken)
    {
        Call("delete", key, cancellationToken);
        blobs.TryRemove(key.Value, out _);
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<BlobEntry> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var (key, content) in blobs.Where(blob => blob.Key.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(blob => blob.Key, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new BlobEntry(new BlobKey(key), content.Bytes.Length, DateTimeOffset.UnixEpoch);
        }
    }

    public Task<Uri> LinkAsync(BlobKey key, TimeSpan lifetime, CancellationToken cancellationToken) => Task.FromResult(new Uri($"memory:{key}"));

    private void Call(string operation, BlobKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        calls.Enqueue($"{operation} {key}");
        BeforeCall($"{operation} {key}");
    }
}
