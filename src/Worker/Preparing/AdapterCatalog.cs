using Microsoft.Extensions.Options;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Worker.Fetching;
using SwiftDiffusion.Worker.Settling;

namespace SwiftDiffusion.Worker.Preparing;

/// <summary>The adapters that this worker knows: by name, by digest, or by name with the digest that the file must have.</summary>
internal sealed class AdapterCatalog(IOptions<WorkerOptions> options, FileDigests digests, FileCache cache) : IAdapterSource
{
    private readonly FileCatalog catalog = new(options.Value.Adapters, options.Value.AdapterFolders);

    public Task<string> FindAsync(AdapterReference reference, string field, CancellationToken cancellationToken) => reference.Name is { } name
        ? FindByNameAsync(name, reference.Sha256, field, cancellationToken)
        : FindByDigestAsync(reference.Sha256 ?? throw Missing(field, "has neither name nor sha256; allowed is one of them or both."), field, cancellationToken);

    private async Task<string> FindByNameAsync(string name, string? digest, string field, CancellationToken cancellationToken)
    {
        if (!catalog.Read().TryGetValue(name, out var path))
        {
            return await FetchFromSourcesAsync(name, digest, field, cancellationToken);
        }

        if (RemoteFile.IsRemote(path))
        {
            var file = RemoteFile.Parse(path);
            return file.Sha256 is { } known && digest is not null && known != digest
                ? throw new JobFailureException(FailureReason.AdapterInvalid, $"{field} is '{name}' with the digest {digest}; here it has {known}.")
                : await FetchAsync(file with { Sha256 = file.Sha256 ?? digest }, name, field, cancellationToken);
        }

        if (digest is not null && await DigestAsync(path, field, cancellationToken) is var actual && actual != digest)
        {
            throw new JobFailureException(FailureReason.AdapterInvalid, $"{field} is '{name}' with the digest {digest}; here it has {actual ?? "none"}.");
        }

        return path;
    }

    private async Task<string> FindByDigestAsync(string digest, string field, CancellationToken cancellationToken)
    {
        var all = catalog.Read();
        foreach (var (name, path) in all.Where(known => RemoteFile.IsRemote(known.Value)))
        {
            if (RemoteFile.Parse(path) is { Sha256: { } known } file && known == digest)
            {
                return await FetchAsync(file, name, field, cancellationToken);
            }
        }

        foreach (var path in all.Values.Where(path => !RemoteFile.IsRemote(path)))
        {
            if (await DigestAsync(path, field, cancellationToken) == digest)
            {
                return path;
            }
        }

        throw Missing(field, $"has the digest {digest}, and no adapter here has it.");
    }

    /// <summary>Looks for a name where adapters lie that nobody listed: in the first source that has it.</summary>
    private async Task<string> FetchFromSourcesAsync(string name, string? digest, string field, CancellationToken cancellationToken)
    {
        JobFailureException? last = null;
        foreach (var source in options.Value.AdapterSources)
        {
            try
            {
                return await FetchAsync(new RemoteFile($"{source}{name}.safetensors", digest), name, field, cancellationToken);
            }
            catch (JobFailureException e) when (e.Failure.Reason == FailureReason.AdapterNotFound)
            {
                last = e;
            }
        }

        throw last ?? Missing(field, $"is '{name}', which this worker doesn't have.");
    }

    private async Task<string> FetchAsync(RemoteFile file, string name, string field, CancellationToken cancellationToken)
    {
        try
        {
            return await cache.GetAsync(file, cancellationToken);
        }
        catch (FetchException e)
        {
            throw new JobFailureException(e.IsInvalid ? FailureReason.AdapterInvalid : FailureReason.AdapterNotFound, $"{field} is '{name}', which {e.Message}", e.Transient, e);
        }
    }

    private async Task<string?> DigestAsync(string path, string field, CancellationToken cancellationToken)
    {
        try
        {
            return await digests.OfAsync(path, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JobFailureException(FailureReason.AdapterInvalid, $"{field} cannot be looked for: '{Path.GetFileName(path)}' cannot be read.", retryable: true, e);
        }
    }

    private static JobFailureException Missing(string field, string problem) => new(FailureReason.AdapterNotFound, $"{field} {problem}");
}
