using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Diffusion.Tests.Goldens;

/// <summary>LoRAs of every family: merged weights, and the UNet's prediction without and with them.</summary>
internal sealed class LoraArea : IGoldenArea
{
    private const string Weight = "W:";

    public string Name => "lora";

    public IEnumerable<GoldenCheck> Run(GoldenCase golden)
    {
        using var model = ModelParts.Load(golden.ModelFolder(golden.Params.GetProperty("model").GetString()!), TestDevices.Options);
        yield return GoldenCheck.Tensor("base", golden.Floats("base"), Predict(model, golden));
        var use = new LoraUse(golden.PathOf(golden.Params.GetProperty("file").GetString()!), golden.Params.GetProperty("strength").GetDouble());
        var loras = model.Loras.Prepare([use]);
        model.Patcher.Apply(loras.PlanOf(_ => true), CancellationToken.None);
        var report = loras.Loras[0].Report(step: 0);
        if (golden.Params.TryGetProperty("modules", out var modules))
        {
            yield return GoldenCheck.Equal("modules", [modules.GetInt32()], [report.MatchedModules]);
        }

        yield return GoldenCheck.Equal("unmatched keys", [], report.UnmatchedKeys);
        foreach (var name in golden.TensorNames.Where(name => name.StartsWith(Weight, StringComparison.Ordinal)))
        {
            yield return GoldenCheck.Tensor(name, golden.Floats(name), model.Denoiser.Weights.Values(name[Weight.Length..] + ".weight"));
        }

        yield return GoldenCheck.Tensor("out", golden.Floats("out"), Predict(model, golden));
    }

    private static float[] Predict(ModelParts model, GoldenCase golden) => UNetArea.Predict(model.Denoiser, golden, _ => { });
}
