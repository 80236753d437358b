using Microsoft.Extensions.Options;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Messages.Validation;
using SwiftDiffusion.Worker.Fetching;
using SwiftDiffusion.Worker.Settling;

namespace SwiftDiffusion.Worker.Preparing;

/// <summary>The base models that this worker serves: those there were when it started, since each has its queues.</summary>
internal sealed class ModelCatalog(IOptions<WorkerOptions> options, FileCache cache)
{
    private readonly IReadOnlyDictionary<string, string> paths =
        new FileCatalog(options.Value.Models, options.Value.ModelFolder is { } folder ? [folder] : []).Read();

    /// <summary>Their names, in order.</summary>
    public IEnumerable<string> Names => paths.Keys.Where(name => !name.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>A model's name for metrics, which must not learn any name that a job may have: <c>unknown</c> unless it is served.</summary>
    public string LabelOf(string name) => paths.ContainsKey(name) ? name : "unknown";

    /// <summary>Refuses to serve what no job can ask for.</summary>
    /// <exception cref="OptionsValidationException">There is no model, or one of a name that breaks the contract's rules.</exception>
    public void Check()
    {
        string[] problems = paths.Count == 0
            ? [$"{WorkerOptions.Section}:Models and {WorkerOptions.Section}:ModelFolder name no base model; a worker serves at least one."]
            : [.. Names.SelectMany(Problems).Select(violation => $"{WorkerOptions.Section}:Models: a {violation}.")];
        if (problems.Length > 0)
        {
            throw new OptionsValidationException(WorkerOptions.Section, typeof(WorkerOptions), problems);
        }
    }

    /// <summary>Where a model lies on this machine; one that lies elsewhere is fetched first.</summary>
    /// <exception cref="JobFailureException">There is none of that name, or it cannot be fetched.</exception>
    public async Task<string> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (!paths.TryGetValue(name, out var path))
        {
            throw new JobFailureException(FailureReason.ModelNotFound, $"model '{name}' is not served here; served are {string.Join(", ", Names.Select(known => $"'{known}'"))}.");
        }

        try
        {
            return RemoteFile.IsRemote(path) ? await cache.GetAsync(RemoteFile.Parse(path), cancellationToken) : path;
        }
        catch (FetchException e)
        {
            throw new JobFailureException(e.IsInvalid ? FailureReason.ModelInvalid : FailureReason.ModelNotFound, $"model '{name}' {e.Message}", e.Transient, e);
        }
    }

    private static IEnumerable<Violation> Problems(string name) =>
        JobRules.Check(new GenerateImages { JobId = "any", Model = name, Prompt = "" }).Where(violation => violation.Field == "model");
}
