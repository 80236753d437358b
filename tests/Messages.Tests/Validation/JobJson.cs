using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Messages.Tests.Validation;

/// <summary>The full job with one field set to another value, written as a producer writes it.</summary>
internal static partial class JobJson
{
    /// <param name="path">The field, for example <c>controlNets[1].scale</c>.</param>
    /// <param name="json">Its value, as JSON.</param>
    public static string With(string path, string json)
    {
        var root = JsonNode.Parse(MessageJson.Serialize(Samples.FullJob))!;
        var steps = Step().Matches(path).Select(match => match.Value.Trim('.', '[', ']')).ToArray();
        var parent = steps[..^1].Aggregate(root, (node, step) => node is JsonArray list ? list[int.Parse(step, null)]! : node[step]!);
        var value = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions());
        if (parent is JsonArray items)
        {
            items[int.Parse(steps[^1], null)] = value;
        }
        else
        {
            parent[steps[^1]] = value;
        }

        return root.ToJsonString();
    }

    public static IReadOnlyList<Violation> Check(string path, string json) => JobRules.Check(MessageJson.Deserialize<GenerateImages>(With(path, json)));

    [GeneratedRegex(@"\[\d+\]|\.?\w+")]
    private static partial Regex Step();
}
