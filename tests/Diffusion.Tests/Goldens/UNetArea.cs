using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Onnx;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Diffusion.Tests.Goldens;

/// <summary>UNet: encoder and decoder half on a sample, with a timestep for each image.</summary>
internal sealed class UNetArea : IGoldenArea
{
    public string Name => "unet";

    public IEnumerable<GoldenCheck> Run(GoldenCase golden)
    {
        yield return GoldenCheck.Tensor("out", golden.Floats("out"), Predict(golden, _ => { }));
    }

    /// <summary>The prediction for the case's sample, timesteps, text and, in SDXL, added conditions; <paramref name="join"/> may add to the skips.</summary>
    public static float[] Predict(GoldenCase golden, Action<IReadOnlyList<NativeTensor<float>>> join)
    {
        var folder = golden.ModelFolder(golden.Params.GetProperty("model").GetString()!);
        using var weights = SafetensorsFile.Open(Path.Combine(folder, "unet", "diffusion_pytorch_model.safetensors"));
        using var store = new WeightStore(weights);
        using var denoiser = new Denoiser(UNetConfig.Load(Path.Combine(folder, "unet", "config.json")), store, TestDevices.Host);
        return Predict(denoiser, golden, join);
    }

    /// <summary>The prediction of a UNet whose weights may have been changed.</summary>
    public static float[] Predict(Denoiser denoiser, GoldenCase golden, Action<IReadOnlyList<NativeTensor<float>>> join)
    {
        using var text = ToTensor(golden, "encoder_hidden_states");
        using var features = Features(denoiser.Config.Trunk, golden);
        var shape = golden.Shape("sample");
        using var run = new DenoiserRun(denoiser, text, features, calls: 1, shape[2], shape[3], CancellationToken.None);
        golden.Floats("sample").CopyTo(run.Sample);
        run.StartEncoder(0, CancellationToken.None).Join();
        join(run.Skips);
        run.StartDecoder(CancellationToken.None).Join();
        return run.Prediction.ToArray();
    }

    public static NativeTensor<float> ToTensor(GoldenCase golden, string name)
    {
        var tensor = new NativeTensor<float>([.. golden.Shape(name).Select(length => (long)length)]);
        golden.Floats(name).CopyTo(tensor.Span);
        return tensor;
    }

    public static TimeFeatures Features(TrunkConfig trunk, GoldenCase golden)
    {
        var timesteps = golden.Floats("timestep").Select(t => (double)t).ToArray();
        var guidance = golden.Has("timestep_cond") ? golden.Floats("timestep_cond").Chunk(golden.Shape("timestep_cond")[^1]).ToArray() : null;
        return TimeFeatures.ForOneCall(trunk, timesteps, trunk.TextTime is { } config ? Added(config, golden, timesteps.Length) : null, guidance);
    }

    private static float[][] Added(TextTimeConfig config, GoldenCase golden, int images)
    {
        var (pooled, sizes) = (golden.Floats("text_embeds"), golden.Floats("time_ids"));
        return [.. Enumerable.Range(0, images).Select(i => AddedConditions.Features(
            config, pooled.AsSpan(i * config.PooledDim, config.PooledDim), sizes.AsSpan(i * TextTimeConfig.TimeIds, TextTimeConfig.TimeIds)))];
    }
}
