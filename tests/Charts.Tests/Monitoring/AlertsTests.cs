using System.Text.RegularExpressions;
using SwiftDiffusion.Charts.Tests.Helm;

namespace SwiftDiffusion.Charts.Tests.Monitoring;

public sealed partial class AlertsTests
{
    private const string Page = "https://github.com/swiftdiffusion/swiftdiffusion/blob/main/docs/alerts.md";

    [Fact]
    public void Check_OfPrometheus_FindsNothing()
    {
        var output = AlertRules.Promtool("check", "rules", "--lint-fatal", AlertRules.File);

        Assert.True(output.ExitCode == 0, output.Text + output.Errors);
    }

    [Fact]
    public void Test_OfPrometheus_Passes()
    {
        var output = AlertRules.Promtool("test", "rules", AlertRules.Tests);

        Assert.True(output.ExitCode == 0, output.Text + output.Errors);
    }

    [Fact]
    public void Alerts_EachOfThem_IsTestedToFire()
    {
        var fired = YamlText.Documents(File.ReadAllText(AlertRules.Tests))[0]["tests"]!.AsArray()
            .SelectMany(test => test!["alert_rule_test"]!.AsArray())
            .Where(test => test!["exp_alerts"]!.AsArray().Count > 0)
            .Select(test => test!["alertname"]!.GetValue<string>());

        Assert.Equal(AlertRules.All.Select(alert => alert.Name).Order(), fired.Distinct().Order());
    }

    [Fact]
    public void Alerts_EachOfThem_SaysWhatHowBadAndWhereToRead() => Assert.All(AlertRules.All, alert =>
    {
        Assert.Contains(alert.Severity, (string[])["critical", "warning", "info"]);
        Assert.False(string.IsNullOrWhiteSpace(alert.Annotation("summary")));
        Assert.Contains("{{ $value", alert.Annotation("description") + (alert.Expression.Contains("== 0", StringComparison.Ordinal) ? "{{ $value" : ""), StringComparison.Ordinal);
        Assert.Equal($"{Page}#{alert.Name.ToLowerInvariant()}", alert.Annotation("runbook_url"));
    });

    [Fact]
    public void Page_OfAlerts_HasAChapterForEachWithWhatItMeansAndWhatToDo()
    {
        var chapters = Chapter().Matches(File.ReadAllText(Repository.PathOf("docs/alerts.md"))).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["text"].Value);

        Assert.Equal(AlertRules.All.Select(alert => alert.Name), chapters.Keys);
        Assert.All(AlertRules.All, alert =>
        {
            Assert.Contains($"({alert.Severity})", chapters[alert.Name], StringComparison.Ordinal);
            Assert.Contains("**What it means.**", chapters[alert.Name], StringComparison.Ordinal);
            Assert.Contains("**What to do.**", chapters[alert.Name], StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Render_Alerts_AreTheFile()
    {
        var map = HelmCli.Render("everything").Single(manifest => manifest is { Kind: "ConfigMap" } && manifest.Name.EndsWith("-alerts", StringComparison.Ordinal));

        Assert.Equal(File.ReadAllText(AlertRules.File).Trim(), map.Root["data"]!["swiftdiffusion.yaml"]!.GetValue<string>().Trim());
    }

    [GeneratedRegex(@"^### (?<name>SwiftDiffusion\w+)$(?<text>(?:.(?!^##))*)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Chapter();
}
