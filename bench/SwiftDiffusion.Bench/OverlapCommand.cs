using SwiftDiffusion.Bench.Measuring;
using SwiftDiffusion.Bench.Models;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Bench;

/// <summary>What it costs the picture that a LoRA comes late, on the model that ships, and what it costs the latency, at full size.</summary>
internal static class OverlapCommand
{
    private const int Steps = 25;
    private const int Rank = 16;

    // As the model's own default.
    private const double Guidance = 4;

    private static readonly string[] Loras = ["ink", "neon", "pixel", "sepia"];
    private static readonly string[] Prompts = ["a red house with a black roof, two pine trees in the snow at night", "a blue boat at sunset", "a white lighthouse, a yellow moon at sea"];

    public static void Run(BenchOptions options)
    {
        var figures = new Figures();
        MeasureQuality(options, figures);
        MeasureLatency(options, figures);
        figures.Publish(options.Json);
    }

    private static void MeasureQuality(BenchOptions options, Figures figures)
    {
        using var pipeline = StableDiffusionPipeline.Load(options.PostcardsPath("base"), new EngineOptions { Threads = options.Threads });
        var latest = LatestPatch.Before(pipeline.Prepare(new PaintRequest { Prompt = "" }).Sampler, Steps, exact: false);
        int[] patches = [.. Enumerable.Range(1, latest), Steps];
        var similar = patches.ToDictionary(patch => patch, _ => new List<double>());
        foreach (var (prompt, lora) in from prompt in Prompts from lora in Loras select (prompt, lora))
        {
            var request = new PaintRequest { Prompt = prompt, Steps = Steps, GuidanceScale = Guidance, Seed = 7 };
            var path = options.PostcardsPath($"loras/{lora}.safetensors");
            var exact = Paint(pipeline, request with { Loras = [new LoraUse(path)] });
            foreach (var patch in patches)
            {
                similar[patch].Add(Ssim.Of(exact, patch == Steps ? Paint(pipeline, request) : PaintLate(pipeline, request, path, patch)));
            }
        }

        figures.Add("overlap.latest", latest, "step");
        foreach (var (patch, values) in similar)
        {
            var key = patch == Steps ? "never" : $"step_{patch}";
            figures.Add($"overlap.{key}.ssim", values.Average(), "1");
            figures.Add($"overlap.{key}.ssim_worst", values.Min(), "1");
        }
    }

    /// <summary>Paintings of ten steps: without a LoRA, and with two that are asked for anew and come during the first step.</summary>
    private static void MeasureLatency(BenchOptions options, Figures figures)
    {
        const int FewestSteps = 10;
        using var pipeline = StableDiffusionPipeline.Load(RandomModel.Base(options.Family, options.Cache), new EngineOptions { Threads = options.Threads, LoraMemory = 0 });
        string[] paths = [.. Enumerable.Range(0, 2).Select(i => RandomModel.Lora(options.Family, i, Rank, options.Cache))];
        var request = new PaintRequest { Prompt = "a lighthouse on a cliff", Steps = FewestSteps, Width = options.Size, Height = options.Size };
        var rounds = Timing.InTurn(options.Rounds, () => Paint(pipeline, request), () => PaintFetching(pipeline, request, paths), () => Paint(pipeline, request with { Loras = [.. paths.Select(path => new LoraUse(path))] }));
        figures.Add("overlap.latency.without", rounds.Select(round => round[0]).Median(), "s");
        figures.Add("overlap.latency.cold", rounds.Select(round => round[1]).Median(), "s");
        figures.Add("overlap.latency.cold_over_without", rounds.Select(round => round[1] / round[0]).Median(), "1");
        figures.Add("overlap.latency.at_hand_over_without", rounds.Select(round => round[2] / round[0]).Median(), "1");
    }

    private static Picture Paint(StableDiffusionPipeline pipeline, PaintRequest request) =>
        pipeline.Paint(pipeline.Prepare(request), progress: null, CancellationToken.None).Images[0].Picture;

    /// <summary>With a LoRA that is in the weights from exactly this step on.</summary>
    private static Picture PaintLate(StableDiffusionPipeline pipeline, PaintRequest request, string path, int patch)
    {
        var file = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var prepared = pipeline.Prepare(request with { Loras = [new LoraUse(file.Task)] });
        return pipeline.Paint(prepared, progress => Arrive(progress.Step), CancellationToken.None).Images[0].Picture;

        void Arrive(int step)
        {
            if (step == patch)
            {
                file.SetResult(path);
                prepared.Loras.Loras[0].Lora.Wait();
            }
        }
    }

    /// <summary>With LoRAs whose files come during the first step, as from a store.</summary>
    private static void PaintFetching(StableDiffusionPipeline pipeline, PaintRequest request, IReadOnlyList<string> paths)
    {
        var files = paths.Select(_ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        var prepared = pipeline.Prepare(request with { Loras = [.. files.Select(file => new LoraUse(file.Task))] });
        pipeline.Paint(prepared, progress => Arrive(progress.Step), CancellationToken.None);

        void Arrive(int step)
        {
            if (step == 1)
            {
                foreach (var (file, path) in files.Zip(paths))
                {
                    file.SetResult(path);
                }
            }
        }
    }
}
