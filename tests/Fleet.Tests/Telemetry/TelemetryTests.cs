using System.Text;
using System.Text.RegularExpressions;
using SwiftDiffusion.TestServers;

namespace SwiftDiffusion.Fleet.Tests.Telemetry;

/// <summary>What a real worker, with the model that ships, tells of itself; and what it keeps to itself.</summary>
public sealed partial class TelemetryTests(FleetServers servers)
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Adapters =
        """, "width": 128, "height": 128, "steps": 4, "loras": [{"name": "ink"}], "controlNets": [{"name": "edges", "preprocessor": "canny", "image": {"data": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="}}]""";

    private static readonly string[] Monitoring = ["alerts.yaml", "dashboard.json"];

    [Fact]
    public async Task Metrics_OfAPaintedJob_AreThoseThatDashboardAndAlertsName()
    {
        await using var scene = await Scene.OpenAsync(servers);
        await using var worker = await WorkerProgram.StartAsync(Postcards(scene));
        await scene.AllSucceedAsync(await scene.SendAsync("job", 2, Adapters));
        await scene.Outcomes.SendAsync(scene.Model, "timed", sent: TimeProvider.System.GetUtcNow());
        await scene.AllSucceedAsync(["timed"]);
        await scene.Outcomes.SendAsync(scene.Model, "wrong", """, "steps": 1000""");
        await scene.Outcomes.EndsAsync(["wrong"]);

        // A job is counted just after its end was told.
        var wrong = $$"""swiftdiffusion_worker_jobs_total{[^}]*model="{{scene.Model}}",outcome="failed",reason="invalid_job"[^}]*} 1""";
        await worker.TellsAsync("metrics", text => Regex.IsMatch(text, wrong));
        var told = await worker.TextAsync("metrics");

        var files = Path.Combine(Repository.Root, "charts", "swiftdiffusion", "files");
        var named = Monitoring.SelectMany(file => Name().Matches(File.ReadAllText(Path.Combine(files, file)))).Select(match => match.Value).Distinct();
        var emitted = told.Split('\n').Where(line => !line.StartsWith('#')).Select(line => line.Split('{', ' ')[0]).ToHashSet();
        Assert.Equal([], named.Where(name => !emitted.Contains(name)));
        Assert.Contains("swiftdiffusion_worker_queue_wait_seconds_bucket", emitted);
        Assert.Contains("swiftdiffusion_adapters_loads_total", emitted);
        Assert.DoesNotContain(Outcomes.Prompt, told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traces_OfAJobWithATraceParent_AreOfThatTraceAndTellNoSecrets()
    {
        await using var scene = await Scene.OpenAsync(servers);
        using var collector = Collector.Open();
        var settings = scene.Settings(more: ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address));
        settings["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        await using (var worker = await WorkerProgram.StartAsync(settings))
        {
            await scene.Outcomes.SendAsync(scene.Model, "traced", traceParent: $"00-{TraceId}-00f067aa0ba902b7-01");
            await scene.AllSucceedAsync(["traced"]);
            worker.Terminate();
            Assert.Equal(0, await worker.ExitAsync());
        }

        var spans = collector.Received("/v1/traces");
        var text = Encoding.Latin1.GetString(spans);
        Assert.Contains(Encoding.Latin1.GetString(Convert.FromHexString(TraceId)), text, StringComparison.Ordinal);
        Assert.All(["job", "prepare", "paint", "settle", "traced"], name => Assert.Contains(name, text, StringComparison.Ordinal));
        var end = Assert.Single(scene.Outcomes.All, heard => heard.Type == "JobSucceeded");
        Assert.Contains(TraceId, end.TraceParent, StringComparison.Ordinal);
        foreach (var told in new[] { text, Encoding.Latin1.GetString(collector.Received("/v1/metrics")) })
        {
            Assert.DoesNotContain(Outcomes.Prompt, told, StringComparison.Ordinal);
            Assert.DoesNotContain("AccountKey", told, StringComparison.Ordinal);
            Assert.DoesNotContain("sig=", told, StringComparison.Ordinal);
        }
    }

    private static Dictionary<string, string> Postcards(Scene scene)
    {
        var models = Path.Combine(Repository.Root, "models", "postcards");
        var settings = scene.Settings(more: ("Worker:Engine", "Onnx"));
        settings[$"Worker:Models:{scene.Model}"] = Path.Combine(models, "base");
        settings["Worker:AdapterFolders:0"] = Path.Combine(models, "loras");
        settings["Worker:AdapterFolders:1"] = Path.Combine(models, "controlnets");
        return settings;
    }

    [GeneratedRegex("swiftdiffusion_(worker|adapters)_[a-z_]+")]
    private static partial Regex Name();
}
