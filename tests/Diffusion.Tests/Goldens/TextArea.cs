using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Networks;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Diffusion.Tests.Goldens;

/// <summary>Text encoders: hidden states and pooled output of given token ids.</summary>
internal sealed class TextArea : IGoldenArea
{
    public string Name => "text";

    public IEnumerable<GoldenCheck> Run(GoldenCase golden)
    {
        var (model, encoderName) = (golden.Params.GetProperty("model").GetString()!, golden.Params.GetProperty("encoder").GetString()!);
        var folder = Path.Combine(golden.ModelFolder(model), encoderName);
        var config = ClipTextConfig.Load(Path.Combine(folder, "config.json"));
        using var weights = SafetensorsFile.Open(Path.Combine(folder, "model.safetensors"));
        using var encoder = new TextEncoder(encoderName, config, weights, TestDevices.Host);
        var ids = golden.Int64s("ids").Select(id => (int)id).ToArray();
        foreach (var (tensor, output) in new[]
        {
            ("last_hidden_state", ClipTextEncoder.NormalizedState(config.Layers)),
            ("hidden_state_minus_2", ClipTextEncoder.HiddenState(config.Layers - 1)),
            ("hidden_state_minus_3", ClipTextEncoder.HiddenState(config.Layers - 2)),
        })
        {
            var text = encoder.Encode(ids, [], output, CancellationToken.None);
            yield return GoldenCheck.Tensor(tensor, golden.Floats(tensor), text.States);
            if (tensor == "last_hidden_state" && golden.Has("pooled"))
            {
                yield return GoldenCheck.Tensor("pooled", golden.Floats("pooled"), text.Pooled);
            }
        }
    }
}
