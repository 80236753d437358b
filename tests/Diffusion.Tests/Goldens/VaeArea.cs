using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Diffusion.Tests.Goldens;

/// <summary>VAE: moments of pictures, and pictures of latents, whole or in tiles.</summary>
internal sealed class VaeArea : IGoldenArea
{
    public string Name => "vae";

    public IEnumerable<GoldenCheck> Run(GoldenCase golden)
    {
        var folder = golden.ModelFolder(golden.Params.GetProperty("model").GetString()!);
        using var weights = SafetensorsFile.Open(Path.Combine(folder, "vae", "diffusion_pytorch_model.safetensors"));
        using var vae = new Vae(VaeConfig.Load(Path.Combine(folder, "vae", "config.json")), weights, TestDevices.Host);
        if (golden.Has("image"))
        {
            var shape = golden.Shape("image");
            var latents = vae.Encode(golden.Floats("image"), shape[0], shape[2], shape[3], CancellationToken.None);
            yield return GoldenCheck.Tensor("mean", golden.Floats("mean"), latents.Mean);
            yield return GoldenCheck.Tensor("logvar", golden.Floats("logvar"), latents.LogVariance);
        }

        yield return GoldenCheck.Tensor("decoded", golden.Floats("decoded"), Decode(vae, golden));
    }

    private static float[] Decode(Vae vae, GoldenCase golden)
    {
        var shape = golden.Shape("latent");
        // The goldens give what goes into the decoder; the VAE takes what comes out of the UNet.
        var latents = golden.Floats("latent").Select(z => z * (float)vae.Config.ScalingFactor).ToArray();
        return golden.Params.TryGetProperty("tile_sample", out var side)
            ? vae.DecodeTiled(latents, shape[2], shape[3], new TiledDecoding(vae.Config, side.GetInt32(), golden.Params.GetProperty("overlap").GetDouble()), CancellationToken.None)
            : vae.Decode(latents, shape[0], shape[2], shape[3], CancellationToken.None);
    }
}
