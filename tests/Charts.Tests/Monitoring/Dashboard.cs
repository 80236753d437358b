using System.Text.Json.Nodes;

namespace SwiftDiffusion.Charts.Tests.Monitoring;

/// <summary>The chart's Grafana dashboard.</summary>
internal static class Dashboard
{
    public static string File { get; } = Path.Combine(Repository.Chart, "files/dashboard.json");

    public static JsonNode Root { get; } = JsonNode.Parse(System.IO.File.ReadAllText(File))!;

    /// <summary>Rows, and what they hold.</summary>
    public static IReadOnlyList<JsonNode> Panels { get; } = [.. Root["panels"]!.AsArray().Select(panel => panel!)];

    /// <summary>Those that show something.</summary>
    public static IEnumerable<JsonNode> Charts => Panels.Where(panel => panel["type"]!.GetValue<string>() != "row");

    /// <summary>What it asks Prometheus, variables and all.</summary>
    public static IEnumerable<string> Expressions =>
    [
        .. Charts.SelectMany(panel => panel["targets"]!.AsArray()).Select(target => target!["expr"]!.GetValue<string>()),
        .. Root["annotations"]!["list"]!.AsArray().Select(annotation => annotation!["expr"]!.GetValue<string>()),
    ];

    /// <summary>Names of its variables.</summary>
    public static IReadOnlyList<string> Variables { get; } = [.. Root["templating"]!["list"]!.AsArray().Select(variable => variable!["name"]!.GetValue<string>())];

    /// <summary>What variables ask for their values: a selector and a label.</summary>
    public static IEnumerable<string> VariableQueries => Root["templating"]!["list"]!.AsArray().Select(variable => variable!["definition"]?.GetValue<string>()).OfType<string>();
}
