using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SwiftDiffusion.Charts.Tests.Helm;

namespace SwiftDiffusion.Charts.Tests.Monitoring;

public sealed partial class DashboardTests
{
    private const int GridWidth = 24;

    [Fact]
    public void Panels_EachOfThem_SaysWhatItShowsAndInWhichUnit()
    {
        Assert.Distinct(Dashboard.Panels.Select(panel => panel["id"]!.GetValue<int>()));
        Assert.Distinct(Dashboard.Charts.Select(panel => panel["title"]!.GetValue<string>()));
        Assert.All(Dashboard.Charts, panel =>
        {
            Assert.EndsWith(".", panel["description"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.NotEmpty(panel["fieldConfig"]!["defaults"]!["unit"]!.GetValue<string>());
            Assert.NotEmpty(panel["targets"]!.AsArray());
            Assert.All(panel["targets"]!.AsArray(), target => Assert.NotEmpty(target!["legendFormat"]!.GetValue<string>()));
        });
    }

    [Fact]
    public void Panels_TheirPlaces_FillRowsWithoutOverlap()
    {
        var taken = new HashSet<(int X, int Y)>();
        Assert.All(Dashboard.Panels, panel =>
        {
            var (x, y, w, h) = (Place(panel, "x"), Place(panel, "y"), Place(panel, "w"), Place(panel, "h"));
            Assert.InRange(x + w, 1, GridWidth);
            Assert.All(from dx in Enumerable.Range(x, w) from dy in Enumerable.Range(y, h) select (dx, dy), cell => Assert.True(taken.Add(cell), $"{panel["title"]} overlaps."));
        });
        Assert.Equal(0, taken.Count % GridWidth);
    }

    [Fact]
    public void Variables_ThatAreUsed_AreDefinedAndTheOtherWayRound()
    {
        var used = Variable().Matches(Dashboard.Root.ToJsonString()).Select(match => match.Groups[1].Value).Where(name => !name.StartsWith("__", StringComparison.Ordinal));

        Assert.Equal(Dashboard.Variables.Order(), used.Distinct().Order());
    }

    [Fact]
    public void Expressions_AllOfThem_AreUnderstoodByPrometheus()
    {
        var rules = Dashboard.Expressions.Select((expression, index) => new JsonObject
        {
            ["record"] = $"expression_{index}",
            ["expr"] = expression.Replace("$__rate_interval", "5m", StringComparison.Ordinal),
        });
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, new JsonObject { ["groups"] = new JsonArray(new JsonObject { ["name"] = "dashboard", ["rules"] = new JsonArray([.. rules]) }) }.ToJsonString(YamlText.Readable));
            var output = AlertRules.Promtool("check", "rules", file);

            Assert.True(output.ExitCode == 0, output.Text + output.Errors);
            Assert.Contains($"{Dashboard.Expressions.Count()} rules found", output.Text, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Render_Dashboard_IsTheFile()
    {
        var map = HelmCli.Render("everything").Single(manifest => manifest is { Kind: "ConfigMap" } && manifest.Name.EndsWith("-dashboards", StringComparison.Ordinal));

        Assert.True(JsonElement.DeepEquals(JsonSerializer.SerializeToElement(Dashboard.Root), JsonSerializer.Deserialize<JsonElement>(map.Root["data"]!["swiftdiffusion.json"]!.GetValue<string>())));
    }

    private static int Place(JsonNode panel, string side) => panel["gridPos"]![side]!.GetValue<int>();

    [GeneratedRegex(@"\$\{?(\w+)\}?")]
    private static partial Regex Variable();
}
