using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Diffusion.Tests.Goldens;

/// <summary>ControlNets: residuals, and the UNet's prediction with them.</summary>
internal sealed class ControlNetArea : IGoldenArea
{
    public string Name => "controlnet";

    public IEnumerable<GoldenCheck> Run(GoldenCase golden)
    {
        using var run = Begin(golden, out var model, out var weights);
        using (weights)
        using (model)
        {
            golden.Floats("sample").CopyTo(run.Sample);
            run.SetStrength(golden.Params.GetProperty("conditioning_scale").GetDouble(), golden.Params.GetProperty("guess_mode").GetBoolean());
            run.Run(0, CancellationToken.None);
            for (var k = 0; k < run.Residuals.Count; k++)
            {
                var name = k < run.Residuals.Count - 1 ? $"down_{k}" : "mid";
                yield return GoldenCheck.Tensor(name, golden.Floats(name), run.Residuals[k].Span);
            }

            yield return GoldenCheck.Tensor("out", golden.Floats("out"), UNetArea.Predict(golden, run.AddTo));
        }
    }

    private static ControlNetRun Begin(GoldenCase golden, out ControlNetModel model, out SafetensorsFile weights)
    {
        var folder = golden.ModelFolder(golden.Params.GetProperty("controlnet").GetString()!);
        weights = SafetensorsFile.Open(Path.Combine(folder, "diffusion_pytorch_model.safetensors"));
        model = new ControlNetModel(ControlNetConfig.Load(Path.Combine(folder, "config.json")), weights, threads: 0);
        using var text = UNetArea.ToTensor(golden, "encoder_hidden_states");
        using var features = UNetArea.Features(model.Config.Trunk, golden);
        using var picture = UNetArea.ToTensor(golden, "image");
        var shape = golden.Shape("sample");
        return new ControlNetRun(model, text, features, calls: 1, [new ControlPicture(picture)], shape[2], shape[3], CancellationToken.None);
    }
}
