using SwiftDiffusion.Bench.Measuring;
using SwiftDiffusion.Bench.Models;
using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Onnx;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Bench;

/// <summary>What a second device is worth: a step with a ControlNet beside the encoder against one without and against one after the other, and guidance halves apart. One thread a device.</summary>
internal static class PlansCommand
{
    public static void Run(BenchOptions options)
    {
        var figures = new Figures();
        using var checkpoint = Checkpoint.Open(RandomModel.Base(options.Family, options.Cache));
        using Device first = Open(), second = Open();
        using var weights = new WeightStore(checkpoint.UNet.Tensors);
        using Denoiser unet = new(checkpoint.UNet.Config, weights, first), other = new(checkpoint.UNet.Config, weights, second);
        using var net = new LoadedControlNet(ControlNetCheckpoint.Open(RandomModel.ControlNet(options.Family, 0, options.Cache)));
        var width = checkpoint.TextEncoders.Sum(encoder => encoder.Config.HiddenSize);
        using GuidedStep alone = new([unet], [], width, options.Size), beside = new([unet], [net.On(second)], width, options.Size);
        using GuidedStep after = new([unet], [net.On(first)], width, options.Size), split = new([unet, other], [], width, options.Size);
        var rounds = Timing.InTurn(options.Rounds, alone.Run, beside.Run, after.Run, split.Run);
        figures.Add("plans.step", Median(round => round[0]), "s");
        figures.Add("plans.controlnet_beside", Median(round => round[1]), "s");
        figures.Add("plans.controlnet_after", Median(round => round[2]), "s");
        figures.Add("plans.split_guidance", Median(round => round[3]), "s");
        figures.Add("plans.controlnet_overhead", Median(round => (round[1] / round[0]) - 1), "1");
        figures.Add("plans.controlnet_speedup", Median(round => round[2] / round[1]), "1");
        figures.Add("plans.split_guidance_speedup", Median(round => round[0] / round[3]), "1");
        figures.Publish(options.Json);

        double Median(Func<double[], double> figure) => rounds.Select(figure).Median();
    }

    private static Device Open() => new(DeviceSpec.Parse("cpu:threads=1"), isAlone: false);
}
