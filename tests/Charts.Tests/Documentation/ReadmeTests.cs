using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SwiftDiffusion.Charts.Tests.Documentation;

/// <summary>The table of the chart's README is written from values.yaml: set SWIFT_APPROVE=1 and run the tests to rewrite it.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Page = Path.Combine(Repository.Chart, "README.md");

    [Fact]
    public void Values_EachOfThem_HasAComment() => Assert.All(DocumentedValue.ReadAll(), value => Assert.True(value.Text is not null, $"{value.Path} has no comment that begins with '# --'."));

    [Fact]
    public void Page_ItsTable_IsThatOfTheValues()
    {
        var rows = DocumentedValue.ReadAll().Select(value => $"| `{value.Path}` | `{value.Default}` | {value.Text} |");
        var written = Table().Replace(File.ReadAllText(Page), $"<!-- values -->\n| value | default | what it is |\n|---|---|---|\n{string.Join('\n', rows)}\n<!-- end -->");
        if (Environment.GetEnvironmentVariable("SWIFT_APPROVE") == "1")
        {
            File.WriteAllText(Page, written);
        }

        Assert.Equal(written, File.ReadAllText(Page));
    }

    [Fact]
    public void Schema_ItsKeys_AreThoseOfTheValues()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Chart, "values.schema.json")))!;
        var known = Properties(schema, schema, "").ToHashSet(StringComparer.Ordinal);
        var documented = DocumentedValue.ReadAll().Select(value => value.Path).ToHashSet(StringComparer.Ordinal);

        Assert.DoesNotContain(documented, path => !known.Any(key => key == path || key.StartsWith(path + ".", StringComparison.Ordinal)));
        // What only a pool has is told by the comment of pools, and what is below a documented value by that value's.
        Assert.DoesNotContain(known, path => path is not ("global" or "poolDefaults.name") && !documented.Any(value => path == value || path.StartsWith(value + ".", StringComparison.Ordinal)));
    }

    [Fact]
    public void Page_EveryValueSet_IsNamed() => Assert.All(Helm.HelmCli.ValueSets, values => Assert.Contains($"`ci/{values}-values.yaml`", File.ReadAllText(Page), StringComparison.Ordinal));

    /// <summary>Paths of all properties that have none below them.</summary>
    private static IEnumerable<string> Properties(JsonNode root, JsonNode schema, string path)
    {
        if (schema["$ref"] is { } reference)
        {
            return Properties(root, root["definitions"]![reference.GetValue<string>()["#/definitions/".Length..]]!, path);
        }

        if (schema["allOf"] is { } all && schema["type"]?.GetValue<string>() != "array")
        {
            return Properties(root, all[0]!, path);
        }

        return schema["properties"] is JsonObject properties
            ? properties.Where(pair => pair.Value is JsonObject).SelectMany(pair => Properties(root, pair.Value!, path.Length == 0 ? pair.Key : $"{path}.{pair.Key}"))
            : [path];
    }

    [GeneratedRegex("<!-- values -->\n(?:[^\n]*\n)*?<!-- end -->")]
    private static partial Regex Table();
}
