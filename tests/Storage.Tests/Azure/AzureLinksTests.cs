using System.Net;
using System.Text;
using System.Web;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SwiftDiffusion.Storage.Azure;

namespace SwiftDiffusion.Storage.Tests.Azure;

/// <summary>Links of a process that has an identity rather than the account's key.</summary>
public sealed class AzureLinksTests
{
    private readonly FakeTimeProvider time = new(new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Link_ByAnIdentity_IsSignedWithALentKeyAndExpires()
    {
        var link = await Store(Lender()).LinkAsync(new("jobs/1/0.png"), TimeSpan.FromHours(1), Token);
        Assert.Equal("https://acme.blob.core.windows.net/blobs/jobs/1/0.png", link.GetLeftPart(UriPartial.Path));
        var query = HttpUtility.ParseQueryString(link.Query);
        Assert.Equal("r", query["sp"]);
        Assert.Equal("b", query["sr"]);
        Assert.Equal("https", query["spr"]);
        Assert.Equal("2026-01-01T13:00:00Z", query["se"]);
        Assert.Equal("2026-01-01T11:55:00Z", query["st"]);
        Assert.Equal("11111111-1111-1111-1111-111111111111", query["skoid"]);
        Assert.NotNull(query["sig"]);
    }

    [Fact]
    public async Task Links_WithinAKeysLife_ShareIt()
    {
        var azure = Lender();
        var store = Store(azure);
        await store.LinkAsync(new("a"), TimeSpan.FromDays(1), Token);
        time.Advance(TimeSpan.FromDays(6));
        await store.LinkAsync(new("b"), TimeSpan.FromDays(1), Token);
        Assert.Single(azure.Requests);
        await store.LinkAsync(new("b"), TimeSpan.FromDays(1.5), Token);
        Assert.Equal(2, azure.Requests.Count);
    }

    [Fact]
    public async Task Link_WithoutTheRightToLendKeys_SaysSo()
    {
        var e = await Assert.ThrowsAsync<StorageException>(() => Store(ScriptedAzure.Of((403, "AuthorizationPermissionMismatch"))).LinkAsync(new("a"), TimeSpan.FromHours(1), Token));
        Assert.StartsWith("Signing a link to 'a' in container 'blobs' of acme.blob.core.windows.net failed: 403 AuthorizationPermissionMismatch", e.Message, StringComparison.Ordinal);
        Assert.False(e.Transient);
    }

    private AzureBlobStore Store(ScriptedAzure azure)
    {
        var account = new BlobServiceClient(
            new("https://acme.blob.core.windows.net"), new Identity(), new BlobClientOptions { Transport = new HttpClientTransport(azure), Retry = { MaxRetries = 0 } });
        return new(account, new() { Container = "blobs", CreateContainer = false, Retries = 0 }, time, NullLogger<AzureBlobStore>.Instance);
    }

    private ScriptedAzure Lender() => new((_, _) =>
    {
        var id = new string('1', 8) + "-1111-1111-1111-" + new string('1', 12);
        var (start, end) = (Text(time.GetUtcNow()), Text(time.GetUtcNow().AddDays(7)));
        var key = $"""
            <?xml version="1.0" encoding="utf-8"?><UserDelegationKey><SignedOid>{id}</SignedOid><SignedTid>{id}</SignedTid><SignedStart>{start}</SignedStart>
            <SignedExpiry>{end}</SignedExpiry><SignedService>b</SignedService><SignedVersion>2023-11-03</SignedVersion><Value>a2V5</Value></UserDelegationKey>
            """;
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(key, Encoding.UTF8, "application/xml") });
    });

    private static string Text(DateTimeOffset moment) => moment.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);

    private sealed class Identity : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }
}
