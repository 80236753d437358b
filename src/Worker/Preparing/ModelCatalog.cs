using Microsoft.Extensions.Options;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Worker.Settling;

namespace SwiftDiffusion.Worker.Preparing;

/// <summary>The base models that this worker serves: those there were when it started, since each has its queues.</summary>
internal sealed class ModelCatalog(IOptions<WorkerOptions> options)
{
    private readonly IReadOnlyDictionary<string, string> paths =
        new FileCatalog(options.Value.Models, options.Value.ModelFolder is { } folder ? [folder] : []).Read();

    /// <summary>Their names, in order.</summary>
    public IEnumerable<string> Names => paths.Keys.Where(name => !name.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>Where a model lies.</summary>
    /// <exception cref="JobFailureException">There is none of that name.</exception>
    public string Find(string name) => paths.TryGetValue(name, out var path) ? path : throw new JobFailureException(
        FailureReason.ModelNotFound, $"model '{name}' is not served here; served are {string.Join(", ", Names.Select(known => $"'{known}'"))}.");
}
