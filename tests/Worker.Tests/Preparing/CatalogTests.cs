using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Worker.Fetching;
using SwiftDiffusion.Worker.Preparing;
using SwiftDiffusion.Worker.Settling;
using SwiftDiffusion.Worker.Tests.Fakes;

namespace SwiftDiffusion.Worker.Tests.Preparing;

public sealed class CatalogTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("catalog").FullName;
    private readonly FileDigests digests = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Read_FilesAndFoldersInAFolder_AreNamedByTheirPaths()
    {
        Write("ink.safetensors");
        Write("styles/neon.safetensors");
        Write("depth/config.json");
        Write("depth/diffusion_pytorch_model.safetensors");
        Write("notes.txt");
        Write(".hidden/secret.safetensors");
        Assert.Equal(["depth", "ink", "styles/neon"], new FileCatalog([], [folder]).Read().Keys.Order());
    }

    [Fact]
    public void Read_SameNameTwice_ListedWinsThenTheEarlierFolder()
    {
        Write("one/ink.safetensors");
        Write("two/ink.safetensors");
        Write("two/neon.safetensors");
        var paths = new FileCatalog([KeyValuePair.Create("neon", "/elsewhere/neon.safetensors")], [In("one"), In("two")]).Read();
        Assert.Equal((In("one/ink.safetensors"), "/elsewhere/neon.safetensors"), (paths["ink"], paths["neon"]));
    }

    [Fact]
    public void Read_FileArrivesLater_IsFound()
    {
        var catalog = new FileCatalog([], [folder]);
        Assert.Empty(catalog.Read());
        Write("ink.safetensors");
        Assert.Single(catalog.Read());
    }

    [Fact]
    public async Task Models_InAFolder_AreServedByName()
    {
        Write("postcards/model_index.json");
        Write("dreams.safetensors");
        Write("more/sketches.safetensors");
        var models = Models(new WorkerOptions { ModelFolder = folder, Models = { ["dreams"] = "/listed" } });
        Assert.Equal(["dreams", "postcards"], models.Names);
        Assert.Equal("/listed", await models.FindAsync("dreams", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("dead")]
    [InlineData("big model")]
    [InlineData("postcards.low")]
    public void Check_ModelOfANameThatNoJobCanHave_IsRefused(string name)
    {
        var e = Assert.Throws<OptionsValidationException>(() => Models(new WorkerOptions { Models = { [name] = "/a" } }).Check());
        Assert.Contains($"'{name}'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_NoModel_IsRefused() => Assert.Throws<OptionsValidationException>(() => Models(new WorkerOptions()).Check());

    [Fact]
    public async Task FindAsync_ByDigest_FindsFilesAndFolders()
    {
        Write("ink.safetensors", "ink");
        Write("depth/config.json");
        Write("depth/diffusion_pytorch_model.safetensors", "depth");
        Assert.Equal(In("ink.safetensors"), await FindAsync(new AdapterReference { Sha256 = DigestOf("ink") }));
        Assert.Equal(In("depth"), await FindAsync(new AdapterReference { Sha256 = DigestOf("depth") }));
    }

    [Fact]
    public async Task FindAsync_ByNameAndDigest_ChecksTheFileAsItIsNow()
    {
        Write("ink.safetensors", "ink");
        var reference = new AdapterReference { Name = "ink", Sha256 = DigestOf("ink") };
        Assert.Equal(In("ink.safetensors"), await FindAsync(reference));
        Write("ink.safetensors", "changed");
        var e = await Assert.ThrowsAsync<JobFailureException>(() => FindAsync(reference));
        Assert.Equal(FailureReason.AdapterInvalid, e.Failure.Reason);
        Assert.Contains(DigestOf("changed"), e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../ink")]
    [InlineData("neon")]
    public async Task FindAsync_NameThatIsNotThere_Fails(string name)
    {
        Write("styles/ink.safetensors");
        var e = await Assert.ThrowsAsync<JobFailureException>(() => FindAsync(new AdapterReference { Name = name }, "styles/deep"));
        Assert.Equal(FailureReason.AdapterNotFound, e.Failure.Reason);
    }

    private static ModelCatalog Models(WorkerOptions options) => new(Options.Create(options), Cache(options));

    private static FileCache Cache(WorkerOptions options)
    {
        var settings = Options.Create(options);
        var download = new FileDownload(new HttpsOrigin(new FileHttpClient(new FakeWeb()), settings), new BlobOrigin(new FakeBlobStore()), settings, TimeProvider.System);
        return new FileCache(download, settings, TimeProvider.System, NullLogger<FileCache>.Instance);
    }

    private Task<string> FindAsync(AdapterReference reference, string within = "") => new AdapterCatalog(
        Options.Create(new WorkerOptions { AdapterFolders = { In(within) } }), digests, Cache(new WorkerOptions())).FindAsync(reference, "loras[0]", TestContext.Current.CancellationToken);

    private static string DigestOf(string content) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content)));

    private string In(string path) => Path.TrimEndingDirectorySeparator(Path.Combine(folder, path));

    private void Write(string path, string content = "")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(path))!);
        File.WriteAllText(In(path), content);
    }
}
