using SwiftDiffusion.Bench.Measuring;
using SwiftDiffusion.Bench.Models;
using SwiftDiffusion.Diffusion.Adapters.Merging;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Bench;

/// <summary>Patching two LoRAs into a model and taking them out again, against one denoising step.</summary>
internal static class LorasCommand
{
    private const int Rank = 16;

    public static void Run(BenchOptions options)
    {
        var figures = new Figures();
        var folder = RandomModel.Base(options.Family, options.Cache);
        LoraUse[] uses = [.. Enumerable.Range(0, 2).Select(number => new LoraUse(RandomModel.Lora(options.Family, number, Rank, options.Cache), scale: 0.7))];
        using var model = ModelParts.Load(folder, new EngineOptions { Threads = options.Threads, LoraMemory = 0 });
        using var device = options.OpenDevice();
        using var step = UNetStep.Load(folder, options.Size, device);
        model.Loras.Prepare(uses);
        PreparedLoras? loras = null;
        var load = Timing.Seconds(() => loras = model.Loras.Prepare(uses));
        var plan = loras!.PlanOf(_ => true);
        var weights = 0;
        var rounds = Timing.InTurn(
            options.Rounds,
            step.Run,
            () => weights = model.Patcher.Apply(plan, CancellationToken.None),
            () => model.Patcher.Apply(plan, CancellationToken.None),
            () => model.Patcher.Apply(MergePlan.Base, CancellationToken.None));
        figures.Add("loras.weights", weights, "1");
        figures.Add("loras.load", load, "s");
        figures.Add("step.time", rounds.Select(round => round[0]).Median(), "s");
        figures.Add("loras.patch", rounds.Select(round => round[1]).Median(), "s");
        figures.Add("loras.patch_again", rounds.Select(round => round[2]).Median(), "s");
        figures.Add("loras.restore", rounds.Select(round => round[3]).Median(), "s");
        figures.Add("loras.share_of_step", rounds.Select(round => (round[1] + round[3]) / round[0]).Median(), "1");
        figures.Publish(options.Json);
    }
}
