using SwiftDiffusion.Storage;
using SwiftDiffusion.Worker.Settling;
using SwiftDiffusion.Worker.Tests.Fakes;

namespace SwiftDiffusion.Worker.Tests.Settling;

public sealed class JobStoreTests
{
    private readonly FakeBlobStore blobs = new();
    private readonly JobStore store;
    private int breaks;

    public JobStoreTests()
    {
        store = new JobStore(blobs);
        blobs.Add("a", [1, 2]);
    }

    [Fact]
    public async Task ReadAsync_BreaksOffTwice_BeginsAnew()
    {
        breaks = 2;
        Assert.Equal([1, 2], await ReadAsync("a"));
        Assert.Equal(["open a", "open a", "open a"], blobs.Calls);
    }

    [Fact]
    public async Task ReadAsync_KeepsBreakingOff_Fails()
    {
        breaks = 3;
        await Assert.ThrowsAsync<StorageException>(() => ReadAsync("a"));
    }

    [Fact]
    public async Task ReadAsync_OpeningFails_IsNotTriedAgain()
    {
        blobs.BeforeCall = _ => throw new StorageException("Busy.", transient: true);
        await Assert.ThrowsAsync<StorageException>(() => ReadAsync("a"));
        Assert.Single(blobs.Calls);
    }

    [Fact]
    public async Task ReadAsync_NoSuchBlob_IsNull() => Assert.Null(await ReadAsync("b"));

    private Task<byte[]?> ReadAsync(string key) => store.ReadAsync<byte[]>(
        new BlobKey(key),
        async (content, token) =>
        {
            var bytes = new byte[2];
            await content.ReadExactlyAsync(bytes, token);
            return breaks-- > 0 ? throw new StorageException("Connection lost.", transient: true) : bytes;
        },
        TestContext.Current.CancellationToken);
}
