using System.Runtime.Versioning;
using SwiftDiffusion.Storage.Folders;

namespace SwiftDiffusion.Storage.Tests.Folders;

public sealed class FolderFaultsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Put_OnAFullDisk_SaysSoAndLeavesNothing()
    {
        using var disk = SmallDisk.Mount(64);
        var store = new FolderBlobStore(disk.Root);
        await store.PutAsync(new("jobs/a"), new(new byte[4096], "image/png"), Token);

        Func<Task>[] calls =
        [
            () => store.PutAsync(new("jobs/b"), new(new byte[100_000], "image/png"), Token),
            () => store.PutIfAbsentAsync(new("jobs/b"), new(new byte[100_000], "image/png"), Token),
        ];
        foreach (var call in calls)
        {
            var e = await Assert.ThrowsAsync<StorageException>(call);
            Assert.Equal($"Storing 'jobs/b' in '{disk.Root}' failed: the disk is full, or the quota used up.", e.Message);
            Assert.True(e.Transient);
            Assert.Equal([Path.Combine(disk.Root, "jobs", "a")], Directory.GetFiles(disk.Root, "*", SearchOption.AllDirectories));
        }

        await store.PutAsync(new("jobs/b"), new(new byte[20_000], "image/png"), Token);
    }

    [Fact]
    public async Task Everything_OnAReadOnlyDisk_ReadsAndRefusesToWrite()
    {
        using var disk = SmallDisk.Mount(64);
        var store = new FolderBlobStore(disk.Root);
        await store.PutAsync(new("jobs/a"), new(new byte[16], "image/png"), Token);
        disk.MakeReadOnly();

        Assert.True(await store.ExistsAsync(new("jobs/a"), Token));
        foreach (var call in new Func<Task>[]
        {
            () => store.PutAsync(new("jobs/a"), new(new byte[16], "image/png"), Token),
            () => store.PutAsync(new("other/b"), new(new byte[16], "image/png"), Token),
            () => store.PutIfAbsentAsync(new("jobs/b"), new(new byte[16], "image/png"), Token),
            () => store.DeleteAsync(new("jobs/a"), Token),
        })
        {
            var e = await Assert.ThrowsAsync<StorageException>(call);
            Assert.EndsWith("the file system is read-only.", e.Message, StringComparison.Ordinal);
            Assert.False(e.Transient);
        }
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Put_WithoutPermission_SaysSo()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Root may write anywhere.");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows grants permissions in other ways.");
        var root = Directory.CreateTempSubdirectory("blobs-").FullName;
        var store = new FolderBlobStore(root);
        File.SetUnixFileMode(root, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var e = await Assert.ThrowsAsync<StorageException>(() => store.PutAsync(new("a"), new(new byte[16], "image/png"), Token));
        Assert.Contains("lacks the permission", e.Message, StringComparison.Ordinal);
        Assert.False(e.Transient);
        Directory.Delete(root);
    }

    [Fact]
    public void Explain_OfMissingPermission_IsNoPassingFault()
    {
        var e = FolderFaults.Explain("Storing 'a'", "/blobs", new UnauthorizedAccessException("Access to the path '/blobs/a' is denied."));
        Assert.Equal("Storing 'a' in '/blobs' failed: this process lacks the permission. Access to the path '/blobs/a' is denied.", e!.Message);
        Assert.False(e.Transient);
    }

    [Theory]
    [InlineData(28)]                                  // ENOSPC
    [InlineData(122)]                                 // EDQUOT on Linux
    [InlineData(69)]                                  // EDQUOT on macOS
    [InlineData(unchecked((int)0x80070070))]          // ERROR_DISK_FULL on Windows
    public void Explain_OfAFullDisk_IsTheSameEverywhere(int code)
    {
        var e = FolderFaults.Explain("Storing 'a'", "/blobs", new IOException("no room", code));
        Assert.Equal("Storing 'a' in '/blobs' failed: the disk is full, or the quota used up.", e!.Message);
        Assert.True(e.Transient);
    }

    [Fact]
    public void Explain_OfWhatTheFileSystemDidNotSay_IsNothing() => Assert.Null(FolderFaults.Explain("Storing 'a'", "/blobs", new InvalidOperationException()));
}
