using System.Text.Json.Nodes;
using SwiftDiffusion.Charts.Tests.Helm;

namespace SwiftDiffusion.Charts.Tests.Images;

/// <summary>The file compose.yaml.</summary>
internal static class Compose
{
    public static JsonNode Root { get; } = YamlText.Documents(File.ReadAllText(Repository.PathOf("compose.yaml")))[0];

    /// <summary>Its services, with what they merge from others filled in.</summary>
    public static IReadOnlyDictionary<string, JsonNode> Services { get; } =
        Root["services"]!.AsObject().ToDictionary(service => service.Key, service => Merged(service.Value!), StringComparer.Ordinal);

    /// <summary>Variables of a service.</summary>
    public static IReadOnlyDictionary<string, string> Environment(string service) =>
        Merged(Services[service]["environment"]!).AsObject().ToDictionary(variable => variable.Key, variable => variable.Value!.GetValue<string>(), StringComparer.Ordinal);

    // What stands under << fills what the mapping itself does not have.
    private static JsonNode Merged(JsonNode node)
    {
        if (node is not JsonObject map || map["<<"] is not JsonObject below)
        {
            return node;
        }

        return new JsonObject(below.Concat(map.Where(pair => pair.Key != "<<")).GroupBy(pair => pair.Key).Select(group => KeyValuePair.Create(group.Key, group.Last().Value?.DeepClone())));
    }
}
