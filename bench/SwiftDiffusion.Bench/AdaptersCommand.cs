using System.Globalization;
using Spectre.Console;
using SwiftDiffusion.Bench.Measuring;
using SwiftDiffusion.Bench.Models;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Bench;

/// <summary>Latency of an image with 0 to 3 ControlNets and 0 to 2 LoRAs, in the form of Katz's table: cold, adapters being read from their files, and warm, when they are in memory.</summary>
internal static class AdaptersCommand
{
    private const int MostControlNets = 3;
    private const int MostLoras = 2;
    private const int Rank = 16;

    public static void Run(BenchOptions options)
    {
        var folder = RandomModel.Base(options.Family, options.Cache);
        ControlNetUse[] nets = [.. Enumerable.Range(0, MostControlNets).Select(i => new ControlNetUse(RandomModel.ControlNet(options.Family, i, options.Cache), Grey(options.Size)))];
        LoraUse[] loras = [.. Enumerable.Range(0, MostLoras).Select(i => new LoraUse(RandomModel.Lora(options.Family, i, Rank, options.Cache), 0.7))];
        // Nothing that isn't in use stays, so a plain painting makes everything cold again; what two paintings in a row use stays.
        using var pipeline = StableDiffusionPipeline.Load(folder, new EngineOptions { Threads = options.Threads, Devices = options.Devices, ControlNetMemory = 0, LoraMemory = 0 });
        var plain = new PaintRequest { Prompt = "a lighthouse on a cliff, oil on canvas", NegativePrompt = "blurry", Steps = options.Steps, Width = options.Size, Height = options.Size };
        Paint(pipeline, plain with { Steps = 1 });
        Cell[] cells = [.. from net in Enumerable.Range(0, MostControlNets + 1) from lora in Enumerable.Range(0, MostLoras + 1) select new Cell(net, lora)];
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var cell in cells)
            {
                var request = plain with { ControlNets = nets[..cell.ControlNets], Loras = loras[..cell.Loras] };
                Paint(pipeline, plain with { Steps = 1 });
                cell.Cold.Add(Paint(pipeline, request));
                cell.Warm.Add(Paint(pipeline, request));
            }
        }

        Show(cells, "warm", cell => cell.Warm);
        Show(cells, "cold", cell => cell.Cold);
        Publish(cells, options);
    }

    private static double Paint(StableDiffusionPipeline pipeline, PaintRequest request) =>
        Timing.Seconds(() => pipeline.Paint(pipeline.Prepare(request), progress: null, CancellationToken.None));

    private static void Publish(Cell[] cells, BenchOptions options)
    {
        var figures = new Figures();
        figures.Add("adapters.steps", options.Steps, "1");
        figures.Add("adapters.size", options.Size, "px");
        foreach (var cell in cells)
        {
            figures.Add($"{cell.Key}.warm", cell.Warm.Median(), "s");
            figures.Add($"{cell.Key}.cold", cell.Cold.Median(), "s");
            figures.Add($"{cell.Key}.warm_over_none", cell.Warm.Zip(cells[0].Warm, (with, none) => with / none).Median(), "1");
        }

        figures.Publish(options.Json);
    }

    private static void Show(Cell[] cells, string title, Func<Cell, List<double>> seconds)
    {
        var table = new Table().Title($"seconds, {title}").Border(TableBorder.Minimal).AddColumn("ControlNets");
        foreach (var lora in Enumerable.Range(0, MostLoras + 1))
        {
            table.AddColumn(new TableColumn($"{lora} LoRAs").RightAligned());
        }

        foreach (var row in cells.GroupBy(cell => cell.ControlNets))
        {
            table.AddRow([$"{row.Key}", .. row.Select(cell => seconds(cell).Median().ToString("0.00", CultureInfo.InvariantCulture))]);
        }

        AnsiConsole.Write(table);
    }

    private static Picture Grey(int size)
    {
        var pixels = new byte[3 * size * size];
        pixels.AsSpan().Fill(128);
        return new Picture(size, size, pixels);
    }

    private sealed record Cell(int ControlNets, int Loras)
    {
        public string Key => $"adapters.c{ControlNets}.l{Loras}";

        public List<double> Cold { get; } = [];

        public List<double> Warm { get; } = [];
    }
}
