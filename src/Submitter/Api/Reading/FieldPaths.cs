using System.Text;
using System.Text.RegularExpressions;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Submitter.Api.Problems;

namespace SwiftDiffusion.Submitter.Api.Reading;

/// <summary>Says of the API's fields what the contract says of its own.</summary>
internal static partial class FieldPaths
{
    private const string Allowed = "; allowed is ";
    private const string Is = "is ";

    /// <summary>A rule of the contract that is broken, as the API tells it.</summary>
    public static FieldProblem Of(Violation violation)
    {
        var problem = CamelCase().Replace(violation.Problem, match => ContractFields.ApiName(match.Value));
        return Of(ApiPath(violation.Field), problem);
    }

    /// <summary>A field and what is wrong with it.</summary>
    /// <param name="field">Its path.</param>
    /// <param name="problem">To be read on from the path, for example <c>is 9; allowed is -2 to 2</c>.</param>
    public static FieldProblem Of(string field, string problem)
    {
        var split = problem.IndexOf(Allowed, StringComparison.Ordinal);
        var value = split > 0 && problem.StartsWith(Is, StringComparison.Ordinal) ? problem[Is.Length..split] : null;
        return new FieldProblem(field, $"{field} {problem}", value, split < 0 ? null : problem[(split + Allowed.Length)..]);
    }

    /// <summary>Where the API has a field of the contract, for example <c>input.control_nets[1].scale</c>.</summary>
    public static string ApiPath(string path) => path.Split(['.', '['], 2)[0] switch
    {
        "$" => path,
        "jobId" => "id",
        "callback" when path.StartsWith("callback.events", StringComparison.Ordinal) => $"webhook_events_filter{path["callback.events".Length..]}",
        "callback" => "webhook",
        "priority" or "deadline" or "labels" or "tenant" => path,
        _ => $"input.{SnakeCase(path)}",
    };

    private static string SnakeCase(string path)
    {
        var snake = new StringBuilder();
        foreach (var c in path)
        {
            snake.Append(char.IsAsciiLetterUpper(c) ? $"_{char.ToLowerInvariant(c)}" : c);
        }

        return snake.ToString();
    }

    // Names of fields within sentences; nothing else there is written like that.
    [GeneratedRegex(@"\b[a-z]+(?:[A-Z][a-z]+)+\b")]
    private static partial Regex CamelCase();
}
