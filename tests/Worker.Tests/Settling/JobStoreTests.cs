using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SwiftDiffusion.Storage;
using SwiftDiffusion.Worker.Settling;
using SwiftDiffusion.Worker.Tests.Fakes;

namespace SwiftDiffusion.Worker.Tests.Settling;

public sealed class JobStoreTests
{
    private readonly FakeBlobStore blobs = new();
    private readonly FakeTimeProvider time = new();
    private readonly JobStore store;

    public JobStoreTests() => store = new JobStore(blobs, Options.Create(new WorkerOptions { StorageRetries = 3 }), time);

    [Fact]
    public async Task Call_FailsForAWhile_SucceedsInTheEnd()
    {
        var failures = 3;
        blobs.BeforeCall = _ =>
        {
            if (failures-- > 0)
            {
                throw new StorageException("Busy.", transient: true);
            }
        };
        Assert.False(await time.PassUntil(store.IsCancelledAsync(Jobs.Job(), TestContext.Current.CancellationToken)));
        Assert.Equal(4, blobs.Calls.Count);
    }

    [Fact]
    public async Task Call_KeepsFailing_ThrowsTheLastFailure()
    {
        blobs.BeforeCall = _ => throw new StorageException("Busy.", transient: true);
        await Assert.ThrowsAsync<StorageException>(() => time.PassUntil(store.IsCancelledAsync(Jobs.Job(), TestContext.Current.CancellationToken)));
        Assert.Equal(4, blobs.Calls.Count);
    }

    [Fact]
    public async Task Call_FailsForGood_IsNotTriedAgain()
    {
        blobs.BeforeCall = _ => throw new StorageException("Not allowed.", transient: false);
        await Assert.ThrowsAsync<StorageException>(() => store.IsCancelledAsync(Jobs.Job(), TestContext.Current.CancellationToken));
        Assert.Single(blobs.Calls);
    }

    [Fact]
    public async Task Read_BreaksOff_BeginsAnew()
    {
        blobs.Add("a", [1, 2]);
        var broken = 1;
        var read = store.ReadAsync<byte[]>(
            new BlobKey("a"),
            async (content, token) =>
            {
                var bytes = new byte[2];
                await content.ReadExactlyAsync(bytes, token);
                return broken-- > 0 ? throw new StorageException("Connection lost.", transient: true) : bytes;
            },
            TestContext.Current.CancellationToken);
        Assert.Equal([1, 2], await time.PassUntil(read));
    }
}
