using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Http;
using SwiftDiffusion.Storage;

namespace SwiftDiffusion.Worker.Fetching;

/// <summary>Brings one file to this machine. What has come stays when the way breaks off, and the next try asks for the rest; it gets its name only once it has been verified.</summary>
internal sealed class FileDownload(HttpsOrigin https, BlobOrigin blob, IOptions<WorkerOptions> options, TimeProvider time)
{
    private const int MaxRetries = 5;
    private const int ChunkBytes = 1 << 20;

    private readonly ResiliencePipeline tries = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = MaxRetries,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromSeconds(1),
            UseJitter = true,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } e && IsTransient(e)),
        })
        .Build();

    /// <summary>Fetches a file to a path.</summary>
    /// <exception cref="FetchException">It is not to be had, or not what it should be.</exception>
    public async Task FetchAsync(RemoteFile file, string path, CancellationToken cancellationToken)
    {
        var part = $"{path}.part";
        try
        {
            await tries.ExecuteAsync(async token => await ReceiveAsync(file, part, token), cancellationToken);
            await VerifyAsync(file, part, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or StorageException)
        {
            var problem = e.GetBaseException() is PrivateAddressException guard ? guard.Message : e.Message;
            throw new FetchException($"cannot be fetched: {problem}", transient: IsTransient(e), innerException: e);
        }
        catch (FetchException e) when (e.IsInvalid)
        {
            Forget(part);
            throw;
        }

        File.Move(part, path, overwrite: true);
        File.Delete(VersionOf(part));
    }

    private async Task ReceiveAsync(RemoteFile file, string part, CancellationToken cancellationToken)
    {
        // Nobody else writes to it meanwhile, in this process or another one.
        await using var target = new FileStream(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var version = File.Exists(VersionOf(part)) ? await File.ReadAllTextAsync(VersionOf(part), cancellationToken) : null;
        IFileOrigin origin = file.Location.StartsWith(RemoteFile.BlobScheme, StringComparison.Ordinal) ? blob : https;
        await using var content = await origin.OpenAsync(file, target.Length, version, cancellationToken);
        if (content.Length > options.Value.CacheBytes)
        {
            throw new FetchException($"has {content.Length} bytes, and the cache holds {options.Value.CacheBytes}.");
        }

        target.SetLength(content.From);
        target.Seek(0, SeekOrigin.End);
        if (content.Version is not null)
        {
            await File.WriteAllTextAsync(VersionOf(part), content.Version, cancellationToken);
        }
        else
        {
            File.Delete(VersionOf(part));
        }

        await CopyAsync(content.Stream, target, cancellationToken);
        if (content.Length is { } length && target.Length != length)
        {
            throw new IOException($"{target.Length} of {length} bytes came.");
        }
    }

    /// <summary>Copies until the end, and gives up on a stream that stands still.</summary>
    private async Task CopyAsync(Stream from, FileStream to, CancellationToken cancellationToken)
    {
        var chunk = new byte[ChunkBytes];
        while (true)
        {
            int read;
            using var still = new CancellationTokenSource(options.Value.FetchTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(still.Token, cancellationToken);
            try
            {
                read = await from.ReadAsync(chunk, either.Token);
            }
            catch (OperationCanceledException e) when (still.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new IOException($"Nothing came for {options.Value.FetchTimeout}.", e);
            }

            if (read == 0)
            {
                return;
            }

            if (to.Length + read > options.Value.CacheBytes)
            {
                throw new FetchException($"has more than the {options.Value.CacheBytes} bytes that the cache holds.", isInvalid: true);
            }

            await to.WriteAsync(chunk.AsMemory(0, read), cancellationToken);
        }
    }

    private static async Task VerifyAsync(RemoteFile file, string part, CancellationToken cancellationToken)
    {
        await using (var content = File.OpenRead(part))
        {
            if (content.ReadByte() is '<')
            {
                throw new FetchException("is a web page (HTML), not a safetensors file.", isInvalid: true);
            }

            content.Position = 0;
            if (file.Sha256 is { } digest && Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken)) is var actual && actual != digest)
            {
                throw new FetchException($"has the digest {actual}; expected was {digest}.", isInvalid: true);
            }
        }

        try
        {
            // It checks the header, and that the file is as long as the header says.
            SafetensorsFile.Open(part).Dispose();
        }
        catch (CheckpointException e)
        {
            throw new FetchException($"is not a whole safetensors file: {e.Problem}", isInvalid: true, innerException: e);
        }
    }

    private static bool IsTransient(Exception e) => e switch
    {
        FetchException fetch => fetch.Transient,
        StorageException storage => storage.Transient,
        HttpRequestException { InnerException: PrivateAddressException } => false,
        HttpRequestException or IOException => true,
        _ => false,
    };

    private static void Forget(string part)
    {
        File.Delete(part);
        File.Delete(VersionOf(part));
    }

    private static string VersionOf(string part) => $"{part}.version";
}
