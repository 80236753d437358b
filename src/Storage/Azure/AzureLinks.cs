using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;

namespace SwiftDiffusion.Storage.Azure;

/// <summary>Signs links: with the account's key where it is known, else with a key that Azure lends to the process's identity.</summary>
internal sealed class AzureLinks(BlobServiceClient account, TimeProvider time)
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);            // between our clock and Azure's

    private volatile UserDelegationKey? lent;

    /// <summary>A link by which anyone may read the blob until it expires.</summary>
    public async Task<Uri> SignAsync(BlobClient blob, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var signature = new BlobSasBuilder(BlobSasPermissions.Read, now + lifetime)
        {
            BlobContainerName = blob.BlobContainerName,
            BlobName = blob.Name,
            Resource = "b",
            StartsOn = now - Skew,
            Protocol = blob.Uri.Scheme == Uri.UriSchemeHttps ? SasProtocol.Https : SasProtocol.HttpsAndHttp,
        };
        return blob.CanGenerateSasUri
            ? blob.GenerateSasUri(signature)
            : blob.GenerateUserDelegationSasUri(signature, await KeyAsync(now, signature.ExpiresOn, cancellationToken));
    }

    // A key serves as many links as end before it does; two callers at a time may each fetch one, and either is good.
    private async Task<UserDelegationKey> KeyAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (lent is { } key && key.SignedExpiresOn >= until)
        {
            return key;
        }

        var options = new BlobGetUserDelegationKeyOptions(now + LinkLifetime.Max) { StartsOn = now - Skew };
        return lent = await account.GetUserDelegationKeyAsync(options, cancellationToken);
    }
}
