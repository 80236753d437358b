using System.Globalization;
using Spectre.Console;
using SwiftDiffusion.Bench.Fleet.Scaling;
using SwiftDiffusion.Bench.Fleet.Traffic;
using SwiftDiffusion.Bench.Measuring;

namespace SwiftDiffusion.Bench.Fleet;

/// <summary>Replays traffic against ways to scale, in virtual time: what the chart's defaults rest on.</summary>
internal static class AutoscalingCommand
{
    private const int Days = 14;
    private const int Seed = 1;
    private const int TableWidth = 150;

    /// <summary>Runs it.</summary>
    /// <param name="trace">The GenTD26 trace; null for traffic that is drawn like it.</param>
    /// <param name="rate">How many times the jobs of the original come.</param>
    /// <param name="json">Where to write the figures; null for nowhere.</param>
    public static void Run(FileInfo? trace, double rate, FileInfo? json)
    {
        // A redirected output is taken for a narrow terminal.
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, TableWidth);
        var figures = new Figures();
        Compare(figures, "katz", KatzMix.Draw(Days, rate, Seed));
        Compare(figures, "gentd", trace is null ? GenTdMix.Draw(Days, rate, Seed) : GenTdTrace.Read(trace, rate, Seed));
        figures.Write(json);
    }

    private static void Compare(Figures figures, string traffic, IReadOnlyList<FleetJob> jobs)
    {
        var table = new Table().Border(TableBorder.Minimal).Title(string.Create(CultureInfo.InvariantCulture, $"{traffic}: {jobs.Count} jobs"));
        foreach (var column in (string[])["policy", "wait p50 s", "p95 s", "p99 s", "GPU hours", "in use", "LoRA hits", "ControlNet hits", "switches", "workers"])
        {
            table.AddColumn(new TableColumn(column).RightAligned().NoWrap());
        }

        foreach (var (name, pools) in PoolPlans.For(jobs))
        {
            var outcome = FleetRun.Replay(jobs, pools, new FleetCosts());
            AddRow(table, name, outcome);
            AddFigures(figures, $"autoscaling.{traffic}.{name}", outcome);
        }

        AnsiConsole.Write(table);
    }

    private static void AddRow(Table table, string name, FleetOutcome outcome) => table.AddRow(
        [name, .. new[] { outcome.WaitP50, outcome.WaitP95, outcome.WaitP99, outcome.GpuHours }.Select(value => value.ToString("f1", CultureInfo.InvariantCulture)),
            .. new[] { outcome.Utilization, outcome.LoraHits, outcome.ControlNetHits }.Select(value => double.IsNaN(value) ? "-" : value.ToString("p0", CultureInfo.InvariantCulture)),
            outcome.ModelSwitches.ToString(CultureInfo.InvariantCulture), outcome.Workers.ToString(CultureInfo.InvariantCulture)]);

    private static void AddFigures(Figures figures, string key, FleetOutcome outcome)
    {
        figures.Add($"{key}.wait_p50", outcome.WaitP50, "s");
        figures.Add($"{key}.wait_p95", outcome.WaitP95, "s");
        figures.Add($"{key}.wait_p99", outcome.WaitP99, "s");
        figures.Add($"{key}.gpu_hours", outcome.GpuHours, "h");
        figures.Add($"{key}.utilization", outcome.Utilization, "1");
        foreach (var (adapter, hits) in new[] { ("lora", outcome.LoraHits), ("controlnet", outcome.ControlNetHits) }.Where(adapter => !double.IsNaN(adapter.Item2)))
        {
            figures.Add($"{key}.{adapter}_hits", hits, "1");
        }

        figures.Add($"{key}.model_switches", outcome.ModelSwitches, "1");
        figures.Add($"{key}.workers", outcome.Workers, "1");
    }
}
