using SwiftDiffusion.Bench.Measuring;
using SwiftDiffusion.Bench.Models;
using SwiftDiffusion.Diffusion.Onnx;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Bench;

/// <summary>One denoising step against what the machine can do, where its time goes, and the phases of a whole painting.</summary>
internal static class EngineCommand
{
    public static void Run(BenchOptions options)
    {
        var figures = new Figures();
        var folder = RandomModel.Base(options.Family, options.Cache);
        using (var device = options.OpenDevice())
        using (var step = UNetStep.Load(folder, options.Size, device))
        {
            MeasureStep(step, device, options, figures);
        }

        MeasurePainting(folder, options, figures);
        figures.Publish(options.Json);
    }

    private static void MeasureStep(UNetStep step, Device device, BenchOptions options, Figures figures)
    {
        using var yardstick = new MatMulYardstick(device);
        var rounds = Timing.InTurn(options.Rounds, () => Repeat(yardstick.Run, 5), step.Run);
        var profile = step.Profile();
        var shares = rounds.Select(round => profile.Operations / round[1] / (5 * MatMulYardstick.Operations / round[0])).ToArray();
        figures.Add("matmul.rate", rounds.Select(round => 5 * MatMulYardstick.Operations / round[0]).Median() / 1e9, "GFLOP/s");
        figures.Add("step.time", rounds.Select(round => round[1]).Median(), "s");
        figures.Add("step.operations", profile.Operations / 1e9, "GFLOP");
        figures.Add("step.rate", profile.Operations / rounds.Select(round => round[1]).Median() / 1e9, "GFLOP/s");
        figures.Add("step.share_of_matmul", shares.Median(), "1");
        foreach (var (name, (seconds, operations)) in profile.Operators.OrderByDescending(entry => entry.Value.Seconds).Take(12))
        {
            figures.Add($"step.node.{name}.time", seconds, "s");
            if (operations > 0)
            {
                figures.Add($"step.node.{name}.rate", operations / seconds / 1e9, "GFLOP/s");
            }
        }
    }

    private static void MeasurePainting(string folder, BenchOptions options, Figures figures)
    {
        StableDiffusionPipeline? pipeline = null;
        figures.Add("load.time", Timing.Seconds(() => pipeline = StableDiffusionPipeline.Load(folder, new EngineOptions { Threads = options.Threads })), "s");
        using (pipeline)
        {
            var request = new PaintRequest { Prompt = "a lighthouse on a cliff, oil on canvas", NegativePrompt = "blurry", Steps = options.Steps, Width = options.Size, Height = options.Size };
            // The first painting also pays for memory that nobody has touched yet.
            pipeline!.Paint(pipeline.Prepare(request with { Steps = 1 }), progress: null, CancellationToken.None);
            var timings = pipeline.Paint(pipeline.Prepare(request), progress: null, CancellationToken.None).Timings;
            figures.Add("paint.encode", timings.Encode.TotalSeconds, "s");
            figures.Add("paint.denoise", timings.Denoise.TotalSeconds, "s");
            figures.Add("paint.denoise_outside_networks", timings.DenoiseOutsideNetworks / timings.Denoise, "1");
            figures.Add("paint.decode", timings.Decode.TotalSeconds, "s");
        }
    }

    private static void Repeat(Action run, int times)
    {
        for (var i = 0; i < times; i++)
        {
            run();
        }
    }
}
