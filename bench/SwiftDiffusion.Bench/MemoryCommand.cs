using System.Diagnostics;
using SwiftDiffusion.Bench.Measuring;
using SwiftDiffusion.Bench.Models;
using SwiftDiffusion.Diffusion.Onnx;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Bench;

/// <summary>Memory of a painting at its peak, against that of the weights alone.</summary>
internal static class MemoryCommand
{
    public static void Run(BenchOptions options)
    {
        var figures = new Figures();
        var folder = RandomModel.Base(options.Family, options.Cache);
        using var pipeline = StableDiffusionPipeline.Load(folder, new EngineOptions { Threads = options.Threads });
        var weights = NativeTensors.Bytes;
        figures.Add("weights", GiB(weights), "GiB");
        figures.Add("loaded.resident", GiB(Resident()), "GiB");
        var request = new PaintRequest { Prompt = "a lighthouse on a cliff", Steps = options.Steps, Width = options.Size, Height = options.Size };
        pipeline.Paint(pipeline.Prepare(request), progress: null, CancellationToken.None);
        figures.Add("painted.resident", GiB(Resident()), "GiB");
        figures.Add("peak.resident", GiB(Peak()), "GiB");
        figures.Add("peak.over_weights", Peak() / (double)weights, "1");
        figures.Publish(options.Json);
    }

    private static double GiB(long bytes) => bytes / Math.Pow(2, 30);

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
