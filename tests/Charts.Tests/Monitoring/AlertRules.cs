using System.Text.Json.Nodes;
using SwiftDiffusion.Charts.Tests.Helm;

namespace SwiftDiffusion.Charts.Tests.Monitoring;

/// <summary>The chart's alert rules.</summary>
internal static class AlertRules
{
    private const string PromtoolAdvice = "run eng/install-chart-tools.sh.";

    public static string File { get; } = Path.Combine(Repository.Chart, "files/alerts.yaml");

    public static string Tests { get; } = Repository.PathOf("tests/Charts.Tests/Monitoring/alerts-test.yaml");

    public static IReadOnlyList<AlertRule> All { get; } =
        [.. YamlText.Documents(System.IO.File.ReadAllText(File))[0]["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).Select(rule => new AlertRule(rule!))];

    /// <summary>Runs Prometheus' own tool.</summary>
    public static Tool.Output Promtool(params IEnumerable<string> arguments) => Tool.Run("promtool", PromtoolAdvice, "", arguments);
}

/// <summary>One of them.</summary>
/// <param name="Root">All of it.</param>
internal sealed record AlertRule(JsonNode Root)
{
    public string Name => Root["alert"]!.GetValue<string>();

    public string Expression => Root["expr"]!.GetValue<string>();

    public string Severity => Root["labels"]!["severity"]!.GetValue<string>();

    public string? Annotation(string name) => Root["annotations"]![name]?.GetValue<string>();
}
