using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Polly;

namespace SwiftDiffusion.Storage.Azure;

/// <summary>Carries out calls of a container: guarded, in a container that exists, and with failures put into words.</summary>
/// <param name="container">The container.</param>
/// <param name="create">Whether it may be made.</param>
/// <param name="pipeline">Retries, circuit breaker, time limit.</param>
internal sealed class AzureCalls(BlobContainerClient container, bool create, ResiliencePipeline pipeline)
{
    private readonly string name = $"container '{container.Name}' of {container.Uri.Host}";
    private volatile bool ready = !create;

    /// <summary>Carries out a call.</summary>
    /// <param name="doing">What it does, for the message.</param>
    /// <param name="call">The call; may be made more than once.</param>
    /// <param name="cancellationToken">Stops it, and waiting for the next try.</param>
    public async Task<T> RunAsync<T>(string doing, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await pipeline.ExecuteAsync(
                async token =>
                {
                    await MakeReadyAsync(token);
                    return await call(token);
                },
                cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && Explain(doing, e) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>Carries out a call about a blob that may not be there.</summary>
    /// <returns>What the call gives; <paramref name="absent"/> when there is no such blob.</returns>
    public Task<T> RunAsync<T>(string doing, T absent, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) => RunAsync(
        doing,
        async token =>
        {
            try
            {
                return await call(token);
            }
            catch (RequestFailedException e) when (AzureFaults.IsAbsent(e))
            {
                return absent;
            }
        },
        cancellationToken);

    /// <summary>Our exception for one of Azure's; null for what is none of its.</summary>
    public StorageException? Explain(string doing, Exception exception) => AzureFaults.Explain(doing, name, exception);

    private async Task MakeReadyAsync(CancellationToken cancellationToken)
    {
        if (!ready)
        {
            await container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancellationToken);
            ready = true;
        }
    }
}
