using SwiftDiffusion.Storage.Folders;

namespace SwiftDiffusion.Storage.Tests.Folders;

public sealed class FolderBlobStoreTests : BlobStoreConformance, IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("blobs-").FullName;

    public FolderBlobStoreTests() => Store = new FolderBlobStore(root);

    protected override IBlobStore Store { get; }

    public void Dispose()
    {
        if (Directory.Exists(root))
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public async Task New_OfAFolderThatIsMissing_MakesIt()
    {
        var store = BlobStores.Folder(Path.Combine(root, "new", "one") + Path.DirectorySeparatorChar);
        await store.PutAsync(new("a"), Content([1]), Token);
        Assert.True(File.Exists(Path.Combine(root, "new", "one", "a")));
    }

    [Fact]
    public void New_OfAPathThatIsAFile_SaysSo()
    {
        File.WriteAllText(Path.Combine(root, "file"), "");
        var e = Assert.Throws<StorageException>(() => BlobStores.Folder(Path.Combine(root, "file")));
        Assert.Contains(Path.Combine(root, "file"), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_OnceTheRootIsGone_FailsAndDoesNotMakeItAnew()
    {
        Directory.Delete(root, recursive: true);
        Func<Task>[] calls =
        [
            () => PutAsync("jobs/1/0.png", [1]),
            () => Store.PutIfAbsentAsync(new("a"), Content([1]), Token),
            () => Store.OpenAsync(new("a"), Token),
            () => Store.ExistsAsync(new("a"), Token),
            () => Store.DeleteAsync(new("a"), Token),
            () => ListAsync(""),
        ];
        foreach (var call in calls)
        {
            var e = await Assert.ThrowsAsync<StorageException>(call);
            Assert.Equal($"The blobs' folder '{root}' is not there any more.", e.Message);
            Assert.True(e.Transient);
        }

        Assert.False(Directory.Exists(root));
    }

    [Fact]
    public async Task Put_WithTheRootAsALink_FollowsIt()
    {
        var link = root + "-link";
        File.CreateSymbolicLink(link, root);
        try
        {
            await BlobStores.Folder(link).PutAsync(new("a"), Content([1]), Token);
            await AssertBlobAsync("a", [1]);
        }
        finally
        {
            File.Delete(link);
        }
    }

    [Fact]
    public async Task Everything_BehindALinkInside_IsRefusedAndNotListed()
    {
        var outside = Directory.CreateTempSubdirectory("outside-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(outside, "secret"), [1], Token);
            File.CreateSymbolicLink(Path.Combine(root, "file"), Path.Combine(outside, "secret"));
            Directory.CreateSymbolicLink(Path.Combine(root, "folder"), outside);
            foreach (var key in new[] { "file", "folder/secret" })
            {
                await AssertLinkRefusedAsync(() => Store.OpenAsync(new(key), Token));
                await AssertLinkRefusedAsync(() => Store.ExistsAsync(new(key), Token));
                await AssertLinkRefusedAsync(() => Store.DeleteAsync(new(key), Token));
                await AssertLinkRefusedAsync(() => PutAsync(key, [2]));
            }

            await AssertListAsync("", []);
            Assert.Equal<byte[]>([1], await File.ReadAllBytesAsync(Path.Combine(outside, "secret"), Token));
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    [Fact]
    public async Task Put_BelowABlobOrInPlaceOfAFolder_IsRefused()
    {
        await PutAsync("a/b", [1]);
        var below = await Assert.ThrowsAsync<StorageException>(() => PutAsync("a/b/c/d", [1]));
        Assert.Equal($"'a/b/c/d' can't be stored: '{Path.Combine(root, "a", "b")}' is a blob, so it can't hold others.", below.Message);
        var instead = await Assert.ThrowsAsync<StorageException>(() => PutAsync("a", [1]));
        Assert.Equal($"'a' can't be stored: '{Path.Combine(root, "a")}' is a folder that holds blobs.", instead.Message);
        Assert.False(below.Transient || instead.Transient);
    }

    [Fact]
    public async Task List_WithFilesThatAreNoBlobs_LeavesThemOut()
    {
        await PutAsync("a", [1]);
        await File.WriteAllTextAsync(Path.Combine(root, ".0123.tmp"), "", Token);
        await File.WriteAllTextAsync(Path.Combine(root, "my notes.txt"), "", Token);
        Directory.CreateDirectory(Path.Combine(root, ".git", "objects"));
        await File.WriteAllTextAsync(Path.Combine(root, ".git", "objects", "a"), "", Token);
        await AssertListAsync("", ["a"]);
    }

    [Fact]
    public async Task Put_CancelledWhileItWrites_LeavesTheOldBlobAndNothingElse()
    {
        await PutAsync("jobs/a", [1]);
        using var cancellation = new CancellationTokenSource();
        using var bytes = new MemoryThatActs(1_000_000, cancellation.Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.PutAsync(new("jobs/a"), new(bytes.Memory, "image/png"), cancellation.Token));
        Assert.True(bytes.Acted);
        await AssertBlobAsync("jobs/a", [1]);
        Assert.Equal([Path.Combine(root, "jobs", "a")], Directory.GetFiles(Path.Combine(root, "jobs")));
    }

    [Fact]
    public async Task Link_OfABlob_IsItsFile()
    {
        await PutAsync("jobs/1/0.png", [1, 2]);
        var link = await Store.LinkAsync(new("jobs/1/0.png"), TimeSpan.FromHours(1), Token);
        Assert.True(link.IsFile);
        Assert.Equal<byte[]>([1, 2], await File.ReadAllBytesAsync(link.LocalPath, Token));
    }

    private static async Task AssertLinkRefusedAsync(Func<Task> call)
    {
        var e = await Assert.ThrowsAsync<StorageException>(call);
        Assert.Contains("is a symbolic link", e.Message, StringComparison.Ordinal);
        Assert.False(e.Transient);
    }
}
