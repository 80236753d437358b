using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Spectre.Console;

namespace SwiftDiffusion.Bench.Measuring;

/// <summary>What a run measured: figures with their units under stable keys.</summary>
internal sealed class Figures
{
    private readonly List<Figure> figures = [];

    /// <summary>Adds a figure.</summary>
    /// <param name="key">Lower case, words joined by '_', groups by '.'; bench/README.md explains each.</param>
    /// <param name="value">The figure.</param>
    /// <param name="unit">Its unit; <c>1</c> for ratios and shares.</param>
    public void Add(string key, double value, string unit) => figures.Add(new Figure(key, value, unit));

    /// <summary>Shows the figures on the terminal and, where a file is named, writes them as JSON with the machine they were taken on.</summary>
    public void Publish(FileInfo? json)
    {
        var table = new Table().Border(TableBorder.Minimal).AddColumn("figure").AddColumn(new TableColumn("value").RightAligned()).AddColumn("unit");
        foreach (var figure in figures)
        {
            table.AddRow(figure.Key, figure.Value.ToString("g4", CultureInfo.InvariantCulture), figure.Unit);
        }

        AnsiConsole.Write(table);
        Write(json);
    }

    /// <summary>Writes the figures as JSON with the machine they were taken on, where a file is named.</summary>
    public void Write(FileInfo? json)
    {
        if (json is not null)
        {
            var report = new { machine = Machine(), figures };
            File.WriteAllText(json.FullName, JsonSerializer.Serialize(report, JsonSerializerOptions.Web) + "\n");
        }
    }

    private static object Machine() => new
    {
        processor = Processor(),
        cores = Environment.ProcessorCount,
        memoryGiB = Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Math.Pow(2, 30), 1),
        system = RuntimeInformation.OSDescription,
        runtime = RuntimeInformation.FrameworkDescription,
    };

    private static string Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown"
        : RuntimeInformation.ProcessArchitecture.ToString();

    private sealed record Figure(string Key, double Value, string Unit);
}
