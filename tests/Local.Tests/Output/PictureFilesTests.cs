using SwiftDiffusion.Local.Output;
using SwiftDiffusion.Local.Tests.Fakes;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Storage;

namespace SwiftDiffusion.Local.Tests.Output;

public sealed class PictureFilesTests : IDisposable
{
    private readonly Workspace workspace = new();
    private readonly IBlobStore blobs;

    public PictureFilesTests() => blobs = BlobStores.Folder(workspace.PathOf("blobs"));

    public void Dispose() => workspace.Dispose();

    [Fact]
    public async Task WriteAsync_Pictures_AreWrittenWholeAndNothingElse()
    {
        var paths = await WriteAsync(["--out", "new/a.png", "--count", "2"], [await PutAsync(0), await PutAsync(1)]);
        Assert.Equal(["picture 0", "picture 1"], paths.Select(File.ReadAllText));
        Assert.Equal(["a-1.png", "a-2.png"], Directory.GetFiles(workspace.PathOf("new")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task WriteAsync_OneIsGone_WritesNone()
    {
        var gone = (await PutAsync(0)) with { Index = 1, Blob = "gone" };
        await Assert.ThrowsAsync<StorageException>(async () => await WriteAsync(["--out", "new/a.png", "--count", "2"], [await PutAsync(0), gone]));
        Assert.Empty(Directory.GetFileSystemEntries(workspace.PathOf("new")));
    }

    [Fact]
    public async Task WriteAsync_NameWasTakenMeanwhile_RefusesAndKeepsWhatIsThere()
    {
        var plan = workspace.Plan("x", "--out", "a.png");
        workspace.Write("a.png", "another's");
        var image = await PutAsync(0);
        var problem = await Assert.ThrowsAsync<CommandException>(() => PictureFiles.WriteAsync(blobs, plan.Job, [image], plan.Output, TestContext.Current.CancellationToken));
        Assert.Equal(ExitCode.Storage, problem.ExitCode);
        Assert.Equal("another's", File.ReadAllText(workspace.PathOf("a.png")));
        Assert.Empty(Directory.GetFiles(workspace.Folder, ".*"));
    }

    [Fact]
    public async Task WriteAsync_ToldToOverwrite_Replaces()
    {
        workspace.Write("a.png", "old");
        await WriteAsync(["--out", "a.png", "--overwrite"], [await PutAsync(0)]);
        Assert.Equal("picture 0", File.ReadAllText(workspace.PathOf("a.png")));
    }

    [Fact]
    public void CheckWritable_FolderIsFine_LeavesNothing()
    {
        PictureFiles.CheckWritable(workspace.Plan("x", "--out", "not/yet/a.png").Output);
        Assert.False(Directory.Exists(workspace.PathOf("not")));
        Assert.Empty(Directory.GetFiles(workspace.Folder, ".*"));
    }

    private Task<IReadOnlyList<string>> WriteAsync(string[] args, IReadOnlyList<ImageResult> images)
    {
        var plan = workspace.Plan(["x", .. args]);
        return PictureFiles.WriteAsync(blobs, plan.Job, images, plan.Output, TestContext.Current.CancellationToken);
    }

    private async Task<ImageResult> PutAsync(int index)
    {
        await blobs.PutAsync(new BlobKey($"{index}.png"), new BlobContent(System.Text.Encoding.UTF8.GetBytes($"picture {index}"), "image/png"), TestContext.Current.CancellationToken);
        return new ImageResult { Index = index, Seed = (uint)index, Blob = $"{index}.png", ContentType = "image/png", Width = 8, Height = 8, Sha256 = "" };
    }
}
