using System.Collections.Concurrent;

namespace SwiftDiffusion.Charts.Tests.Helm;

/// <summary>Helm, in each version that the chart is tested with.</summary>
internal static class HelmCli
{
    private const string Advice = "see https://helm.sh/docs/intro/install.";

    private static readonly ConcurrentDictionary<(string Helm, string Values), Lazy<IReadOnlyList<Manifest>>> Rendered = new();

    /// <summary>Names of the programs: <c>helm</c>, or what <c>SWIFT_HELM</c> lists, for example <c>helm,helm3</c>.</summary>
    public static string[] Programs { get; } = (Environment.GetEnvironmentVariable("SWIFT_HELM") ?? "helm").Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Names of the value sets in the chart's folder <c>ci</c>.</summary>
    public static string[] ValueSets { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Chart, "ci"), "*-values.yaml").Select(file => Path.GetFileName(file)[..^"-values.yaml".Length]).Order(StringComparer.Ordinal)];

    /// <summary>What the chart renders with a value set. Rendered once.</summary>
    public static IReadOnlyList<Manifest> Render(string values, string? helm = null) => Rendered.GetOrAdd(
        (helm ?? Programs[0], values),
        key => new(() => Manifest.ParseAll(Template(key.Helm, key.Values)))).Value;

    /// <summary>The same as text.</summary>
    public static string Template(string helm, string values)
    {
        var output = Run(helm, "template", "fleet", Repository.Chart, "--namespace", "pictures", "--values", FileOf(values));
        Assert.True(output.ExitCode == 0, output.Errors);
        return output.Text;
    }

    /// <summary>Runs it, whatever comes of it.</summary>
    public static Tool.Output Run(string helm, params IEnumerable<string> arguments) => Tool.Run(helm, Advice, "", arguments);

    /// <summary>The file of a value set.</summary>
    public static string FileOf(string values) => Path.Combine(Repository.Chart, "ci", $"{values}-values.yaml");
}
