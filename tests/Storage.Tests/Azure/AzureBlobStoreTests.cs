using Microsoft.Extensions.Logging.Abstractions;
using SwiftDiffusion.Storage.Azure;

namespace SwiftDiffusion.Storage.Tests.Azure;

/// <summary>Against Azurite, each test in a container of its own.</summary>
public sealed class AzureBlobStoreTests : BlobStoreConformance, IClassFixture<AzuriteFixture>
{
    private readonly StorageOptions options;

    public AzureBlobStoreTests(AzuriteFixture server)
    {
        options = new() { Kind = StorageKind.Azure, ConnectionString = server.ConnectionString, Container = $"t{Guid.NewGuid():N}", Retries = 0 };
        Store = Open(options);
    }

    protected override IBlobStore Store { get; }

    [Fact]
    public async Task Link_OfABlob_ServesItWithItsMediaType()
    {
        await Store.PutAsync(new("jobs/1/0.png"), new(new byte[] { 1, 2, 3 }, "image/png"), Token);
        var link = await Store.LinkAsync(new("jobs/1/0.png"), TimeSpan.FromHours(1), Token);
        using var client = new HttpClient();
        var answer = await client.GetAsync(link, Token);
        Assert.Equal("image/png", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal<byte[]>([1, 2, 3], await answer.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    public async Task Link_OfABlob_DoesNotLetWriteOrReadAnother()
    {
        await PutAsync("a", [1]);
        await PutAsync("b", [1]);
        var link = await Store.LinkAsync(new("a"), TimeSpan.FromHours(1), Token);
        using var client = new HttpClient();
        using var body = new ByteArrayContent([2]);
        body.Headers.Add("x-ms-blob-type", "BlockBlob");
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await client.PutAsync(link, body, Token)).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await client.GetAsync(new UriBuilder(link) { Path = link.AbsolutePath[..^1] + "b" }.Uri, Token)).StatusCode);
        await AssertBlobAsync("a", [1]);
    }

    [Fact]
    public async Task List_OfMoreThanAPage_GivesAll()
    {
        for (var i = 0; i < 5; i++)
        {
            await PutAsync($"jobs/{i}", [1]);
        }

        var store = new AzureBlobStore(AzureAccount.Connect(options), options, TimeProvider.System, NullLogger<AzureBlobStore>.Instance) { PageSize = 2 };
        Assert.Equal(5, await store.ListAsync("jobs/", Token).CountAsync(Token));
    }

    [Fact]
    public async Task Everything_WithoutContainerThatMayNotBeMade_NamesIt()
    {
        options.CreateContainer = false;
        var store = Open(options);
        Func<Task>[] calls =
        [
            () => store.PutAsync(new("a"), Content([1]), Token),
            () => store.PutIfAbsentAsync(new("a"), Content([1]), Token),
            () => store.OpenAsync(new("a"), Token),
            () => store.ExistsAsync(new("a"), Token),
            () => store.DeleteAsync(new("a"), Token),
            () => store.ListAsync("", Token).ToListAsync(Token).AsTask(),
        ];
        foreach (var call in calls)
        {
            var e = await Assert.ThrowsAsync<StorageException>(call);
            Assert.Contains($"in container '{options.Container}' of 127.0.0.1 failed: 404 ContainerNotFound", e.Message, StringComparison.Ordinal);
            Assert.False(e.Transient);
        }
    }

    private static IBlobStore Open(StorageOptions options) => BlobStores.Create(options, TimeProvider.System, NullLoggerFactory.Instance);
}
