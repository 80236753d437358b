using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Storage.Blobs;

namespace SwiftDiffusion.Storage.Azure;

/// <summary>Makes clients of Azure's SDK.</summary>
internal static class AzureAccount
{
    /// <summary>The account that options name. Nothing is sent yet.</summary>
    /// <param name="options">Valid ones, of kind Azure.</param>
    /// <param name="transport">What carries requests; null is the network.</param>
    public static BlobServiceClient Connect(StorageOptions options, HttpPipelineTransport? transport = null)
    {
        // Retries are Polly's. The network's time limit also holds while a blob is read, when no other one does.
        var client = new BlobClientOptions { Retry = { MaxRetries = 0, NetworkTimeout = options.TryTimeout } };
        if (transport is not null)
        {
            client.Transport = transport;
        }

        return options.ConnectionString is { } connection
            ? new(connection, client)
            : new(options.AccountUri, new DefaultAzureCredential(), client);
    }
}
