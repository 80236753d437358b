using System.Text.Json.Nodes;
using SwiftDiffusion.Bench.Fleet.Scaling;
using SwiftDiffusion.Charts.Tests.Helm;

namespace SwiftDiffusion.Charts.Tests.Autoscaling;

/// <summary>The chart's defaults are those that were simulated, and nothing that was simulated beats them.</summary>
public sealed class DefaultsTests
{
    public static TheoryData<string, string> Results => new() { { "autoscaling.json", "katz" }, { "autoscaling.json", "gentd" }, { "autoscaling-gentd26.json", "gentd" } };

    [Fact]
    public void Values_TheirScaling_IsTheOneThatWasSimulated()
    {
        var chart = YamlText.Documents(File.ReadAllText(Path.Combine(Repository.Chart, "values.yaml")))[0]["poolDefaults"]!["autoscaling"]!;
        var simulated = new ScalingPolicy();

        Assert.Equal(
            [simulated.MinReplicas, simulated.MaxReplicas, simulated.JobsPerWorker, simulated.PollingInterval, simulated.Cooldown, simulated.ScaleDownStabilization, simulated.ScaleDownPeriod],
            from name in (string[])["minReplicas", "maxReplicas", "jobsPerWorker", "pollingInterval", "cooldown", "scaleDownStabilization", "scaleDownPeriod"] select (double)chart[name]!.GetValue<long>());
    }

    [Theory]
    [MemberData(nameof(Results))]
    public void Results_NoPolicy_WaitsLessForFewerGpuHours(string file, string traffic)
    {
        var figures = JsonNode.Parse(File.ReadAllText(Repository.PathOf($"bench/results/{file}")))!["figures"]!.AsArray()
            .ToDictionary(figure => figure!["key"]!.GetValue<string>(), figure => figure!["value"]!.GetValue<double>());
        var prefix = $"autoscaling.{traffic}.";
        var policies = figures.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && key.EndsWith(".wait_p95", StringComparison.Ordinal)).Select(key => key[..^".wait_p95".Length]).ToArray();
        double P95(string policy) => figures[$"{policy}.wait_p95"];
        double Hours(string policy) => figures[$"{policy}.gpu_hours"];
        var defaults = $"{prefix}defaults";

        Assert.True(policies.Length > 10);
        Assert.DoesNotContain(policies, policy => P95(policy) < P95(defaults) && Hours(policy) < Hours(defaults));
    }
}
