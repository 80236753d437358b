using System.Text.Json.Nodes;

namespace SwiftDiffusion.Charts.Tests.Helm;

/// <summary>One object that the chart renders.</summary>
/// <param name="Root">All of it.</param>
internal sealed record Manifest(JsonNode Root)
{
    public string Kind => Root["kind"]!.GetValue<string>();

    public string Name => Root["metadata"]!["name"]!.GetValue<string>();

    public IReadOnlyDictionary<string, string> Labels => Map(Root["metadata"]!["labels"]);

    /// <summary>The template of pods; null for objects that have none.</summary>
    public JsonNode? PodTemplate => Kind is "Deployment" or "Job" ? Root["spec"]!["template"] : null;

    /// <summary>The only container of the pods.</summary>
    public JsonNode Container => Assert.Single(PodTemplate!["spec"]!["containers"]!.AsArray())!;

    /// <summary>Environment variables of the container: name to definition.</summary>
    public IReadOnlyDictionary<string, JsonNode> Environment =>
        Container["env"]!.AsArray().ToDictionary(variable => variable!["name"]!.GetValue<string>(), variable => variable!, StringComparer.Ordinal);

    /// <summary>The component that the object belongs to.</summary>
    public string Component => Labels["app.kubernetes.io/component"];

    /// <summary>What a text holds, document by document.</summary>
    public static IReadOnlyList<Manifest> ParseAll(string text) => [.. YamlText.Documents(text).Select(document => new Manifest(document))];

    /// <summary>A mapping of strings; empty where there is none.</summary>
    public static IReadOnlyDictionary<string, string> Map(JsonNode? node) =>
        node?.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>(), StringComparer.Ordinal) ?? [];

    public override string ToString() => $"{Kind} {Name}";
}
