using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;

namespace SwiftDiffusion.Storage.Azure;

/// <summary>Blobs in a container of Azure Blob Storage.</summary>
internal sealed class AzureBlobStore : IBlobStore
{
    private const string Writer = "writer";

    private readonly BlobContainerClient container;
    private readonly AzureCalls calls;
    private readonly AzureLinks links;

    /// <summary>Uses an account; nothing is sent yet.</summary>
    public AzureBlobStore(BlobServiceClient account, StorageOptions options, TimeProvider time, ILogger<AzureBlobStore> logger)
    {
        container = account.GetBlobContainerClient(options.Container);
        calls = new(container, options.CreateContainer, AzureResilience.Build(options, time, logger));
        links = new(account, time);
    }

    /// <summary>How many blobs one call lists at most; Azure's limit, and its default, is 5,000.</summary>
    internal int PageSize { get; init; } = 5000;

    public Task PutAsync(BlobKey key, BlobContent content, CancellationToken cancellationToken) =>
        calls.RunAsync($"Storing '{key}'", token => UploadAsync(key, content, new(), token), cancellationToken);

    /// <remarks>
    /// When the answer to a try is lost after the blob was stored, the next try finds the name taken: by this call. So each call signs what it stores, and looks whose blob it found.
    /// </remarks>
    public Task<bool> PutIfAbsentAsync(BlobKey key, BlobContent content, CancellationToken cancellationToken)
    {
        var writer = Guid.NewGuid().ToString("N");
        var options = new BlobUploadOptions { Conditions = new() { IfNoneMatch = ETag.All }, Metadata = new Dictionary<string, string> { [Writer] = writer } };
        return calls.RunAsync(
            $"Storing '{key}' unless it is there",
            async token =>
            {
                try
                {
                    return await UploadAsync(key, content, options, token);
                }
                catch (RequestFailedException e) when (AzureFaults.IsTaken(e))
                {
                    return await IsByAsync(key, writer, token);
                }
            },
            cancellationToken);
    }

    public Task<Stream?> OpenAsync(BlobKey key, CancellationToken cancellationToken)
    {
        var doing = $"Reading '{key}'";
        return calls.RunAsync<Stream?>(doing, absent: null, async token => new ReadingStream(await DownloadAsync(key, token), e => calls.Explain(doing, e)), cancellationToken);
    }

    public Task<bool> ExistsAsync(BlobKey key, CancellationToken cancellationToken) => calls.RunAsync(
        $"Looking for '{key}'",
        absent: false,
        async token =>
        {
            await Blob(key).GetPropertiesAsync(cancellationToken: token);
            return true;
        },
        cancellationToken);

    public Task DeleteAsync(BlobKey key, CancellationToken cancellationToken) => calls.RunAsync(
        $"Deleting '{key}'",
        absent: false,
        async token =>
        {
            await Blob(key).DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: token);
            return true;
        },
        cancellationToken);

    public async IAsyncEnumerable<BlobEntry> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var page = await calls.RunAsync($"Listing '{prefix}'", token => PageAsync(prefix, next, token), cancellationToken);
            foreach (var blob in page.Values.Where(blob => BlobKey.IsValid(blob.Name)))
            {
                yield return new(new(blob.Name), blob.Properties.ContentLength ?? 0, blob.Properties.LastModified ?? default);
            }

            next = page.ContinuationToken;
        }
        while (!string.IsNullOrEmpty(next));
    }

    public Task<Uri> LinkAsync(BlobKey key, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        LinkLifetime.Check(lifetime);
        return calls.RunAsync($"Signing a link to '{key}'", token => links.SignAsync(Blob(key), lifetime, token), cancellationToken);
    }

    private BlobClient Blob(BlobKey key) => container.GetBlobClient(key.Value);

    private async Task<bool> UploadAsync(BlobKey key, BlobContent content, BlobUploadOptions options, CancellationToken cancellationToken)
    {
        options.HttpHeaders = new() { ContentType = content.ContentType };
        await Blob(key).UploadAsync(BinaryData.FromBytes(content.Bytes), options, cancellationToken);
        return true;
    }

    private async Task<bool> IsByAsync(BlobKey key, string writer, CancellationToken cancellationToken)
    {
        try
        {
            BlobProperties properties = await Blob(key).GetPropertiesAsync(cancellationToken: cancellationToken);
            return properties.Metadata.TryGetValue(Writer, out var found) && found == writer;
        }
        catch (RequestFailedException e) when (AzureFaults.IsAbsent(e))
        {
            return false;                                                       // deleted meanwhile; the name was taken all the same
        }
    }

    private async Task<Stream> DownloadAsync(BlobKey key, CancellationToken cancellationToken)
    {
        // The SDK keeps the token to resume a broken download later, when the one of this try may serve another call; so it gets one of its own.
        var opening = new CancellationTokenSource();
        using var link = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), opening);
        var answer = await Blob(key).DownloadStreamingAsync(cancellationToken: opening.Token);
        return answer.Value.Content;
    }

    private async Task<Page<BlobItem>> PageAsync(string prefix, string? next, CancellationToken cancellationToken) =>
        await container.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancellationToken).AsPages(next, PageSize).FirstAsync(cancellationToken);
}
