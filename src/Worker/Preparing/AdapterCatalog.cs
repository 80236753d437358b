using Microsoft.Extensions.Options;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Worker.Settling;

namespace SwiftDiffusion.Worker.Preparing;

/// <summary>The adapters that this worker knows: by name, by digest, or by name with the digest that the file must have.</summary>
internal sealed class AdapterCatalog(IOptions<WorkerOptions> options, FileDigests digests) : IAdapterSource
{
    private readonly FileCatalog catalog = new(options.Value.Adapters, options.Value.AdapterFolders);

    public Task<string> FindAsync(AdapterReference reference, string field, CancellationToken cancellationToken) => reference.Name is { } name
        ? FindByNameAsync(name, reference.Sha256, field, cancellationToken)
        : FindByDigestAsync(reference.Sha256 ?? throw Missing(field, "has neither name nor sha256; allowed is one of them or both."), field, cancellationToken);

    private async Task<string> FindByNameAsync(string name, string? digest, string field, CancellationToken cancellationToken)
    {
        if (!catalog.Read().TryGetValue(name, out var path))
        {
            throw Missing(field, $"is '{name}', which this worker doesn't have.");
        }

        if (digest is not null && await DigestAsync(path, field, cancellationToken) is var actual && actual != digest)
        {
            throw new JobFailureException(FailureReason.AdapterInvalid, $"{field} is '{name}' with the digest {digest}; here it has {actual ?? "none"}.");
        }

        return path;
    }

    private async Task<string> FindByDigestAsync(string digest, string field, CancellationToken cancellationToken)
    {
        foreach (var path in catalog.Read().Values)
        {
            if (await DigestAsync(path, field, cancellationToken) == digest)
            {
                return path;
            }
        }

        throw Missing(field, $"has the digest {digest}, and no adapter here has it.");
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
