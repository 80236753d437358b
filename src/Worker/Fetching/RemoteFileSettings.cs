using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace SwiftDiffusion.Worker.Fetching;

/// <summary>What can be said of settings that name files elsewhere, before any is fetched.</summary>
internal static partial class RemoteFileSettings
{
    /// <summary>What is wrong with them.</summary>
    public static IEnumerable<ValidationResult> Problems(WorkerOptions options)
    {
        var listed = options.Models.Select(model => (Name: $"Models:{model.Key}", model.Value)).Concat(options.Adapters.Select(adapter => (Name: $"Adapters:{adapter.Key}", adapter.Value)));
        foreach (var (name, value) in listed.Where(pair => RemoteFile.IsRemote(pair.Value)))
        {
            var file = RemoteFile.Parse(value);
            if (file.Sha256 is { } digest && !Digest().IsMatch(digest))
            {
                yield return new($"{WorkerOptions.Section}:{name} has the digest '{digest}'; expected is #sha256= and 64 hexadecimal digits.", [name]);
            }

            if (HostProblem(options, name, file.Location) is { } problem)
            {
                yield return problem;
            }
        }

        foreach (var (value, i) in options.AdapterSources.Select((value, i) => (value, i)))
        {
            var name = $"AdapterSources:{i}";
            if (!RemoteFile.IsRemote(value) || !value.EndsWith('/'))
            {
                yield return new($"{WorkerOptions.Section}:{name} is '{value}'; expected is https:// or blob: and a folder, with '/' at its end.", [name]);
            }
            else if (HostProblem(options, name, value) is { } problem)
            {
                yield return problem;
            }
        }
    }

    private static ValidationResult? HostProblem(WorkerOptions options, string name, string location)
    {
        if (location.StartsWith(RemoteFile.BlobScheme, StringComparison.Ordinal))
        {
            return null;
        }

        if (!Uri.TryCreate(location, UriKind.Absolute, out var url))
        {
            return new($"{WorkerOptions.Section}:{name} is not an address.", [name]);
        }

        return options.FetchHosts.Contains(url.Host, StringComparer.OrdinalIgnoreCase)
            ? null
            : new($"{WorkerOptions.Section}:{name} is at host '{url.Host}', which {WorkerOptions.Section}:{nameof(WorkerOptions.FetchHosts)} does not name.", [name]);
    }

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Digest();
}
