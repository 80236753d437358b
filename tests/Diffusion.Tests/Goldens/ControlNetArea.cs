using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Onnx;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Diffusion.Tests.Goldens;

/// <summary>ControlNets: residuals, and the UNet's prediction with them.</summary>
internal sealed class ControlNetArea : IGoldenArea
{
    public string Name => "controlnet";

    public IEnumerable<GoldenCheck> Run(GoldenCase golden)
    {
        using var owned = new DisposableList();
        var run = Begin(golden, owned);
        golden.Floats("sample").CopyTo(run.Sample);
        run.SetStrength(golden.Params.GetProperty("conditioning_scale").GetDouble(), golden.Params.GetProperty("guess_mode").GetBoolean());
        run.Start(0, CancellationToken.None).Join();
        for (var k = 0; k < run.Residuals.Count; k++)
        {
            var name = k < run.Residuals.Count - 1 ? $"down_{k}" : "mid";
            yield return GoldenCheck.Tensor(name, golden.Floats(name), run.Residuals[k].Span);
        }

        yield return GoldenCheck.Tensor("out", golden.Floats("out"), UNetArea.Predict(golden, skips => run.AddTo(skips)));
    }

    private static ControlNetRun Begin(GoldenCase golden, DisposableList owned)
    {
        var folder = golden.ModelFolder(golden.Params.GetProperty("controlnet").GetString()!);
        var weights = owned.Add(new WeightStore(owned.Add(SafetensorsFile.Open(Path.Combine(folder, "diffusion_pytorch_model.safetensors")))));
        var model = owned.Add(new ControlNetModel(ControlNetConfig.Load(Path.Combine(folder, "config.json")), weights, TestDevices.Host));
        using var text = UNetArea.ToTensor(golden, "encoder_hidden_states");
        using var features = UNetArea.Features(model.Config.Trunk, golden);
        using var picture = UNetArea.ToTensor(golden, "image");
        var shape = golden.Shape("sample");
        return owned.Add(new ControlNetRun(model, text, features, calls: 1, [new ControlPicture(picture)], shape[2], shape[3], CancellationToken.None));
    }
}
