using System.Numerics.Tensors;
using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Networks;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>An AutoencoderKL ready to run: pixels to latents and back.</summary>
/// <remarks>The encoder is built when the first picture comes in, since painting from text alone never needs it.</remarks>
internal sealed class Vae : IDisposable
{
    private readonly WeightStore weights;
    private readonly NetworkSession decoder;
    private readonly Lazy<NetworkSession> encoder;

    /// <summary>Builds the decoder and loads its weights; <paramref name="source"/> and <paramref name="device"/> must outlive the VAE.</summary>
    public Vae(VaeConfig config, ITensorSource source, Device device)
    {
        Config = config;
        weights = new WeightStore(source);
        try
        {
            decoder = new NetworkSession(VaeDecoder.Build(config), weights, device);
        }
        catch
        {
            weights.Dispose();
            throw;
        }

        encoder = new Lazy<NetworkSession>(() => new NetworkSession(VaeEncoder.Build(config), weights, device));
    }

    public VaeConfig Config { get; }

    /// <summary>Latents to pixels.</summary>
    /// <param name="latents"><c>[batch, latent channels, height, width]</c> as the UNet knows them.</param>
    /// <param name="batch">How many.</param>
    /// <param name="height">Of the latents.</param>
    /// <param name="width">Of the latents.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    /// <returns><c>[batch, 3, 8·height, 8·width]</c>, about -1 to 1.</returns>
    public float[] Decode(ReadOnlySpan<float> latents, int batch, int height, int width, CancellationToken cancellationToken)
    {
        using var input = new NativeTensor<float>(batch, Config.LatentChannels, height, width);
        using var output = new NativeTensor<float>(batch, Config.ImageChannels, (long)height * Config.ScaleFactor, (long)width * Config.ScaleFactor);
        Unscale(latents, input.Span, height * width);
        using var binding = decoder.Bind().Input(VaeDecoder.Input, input).Output(VaeDecoder.Output, output);
        binding.Run(cancellationToken);
        return output.Span.ToArray();
    }

    /// <summary>Latents of one picture to pixels, in tiles where they exceed the size that the VAE was trained at.</summary>
    public float[] DecodeTiled(ReadOnlySpan<float> latents, int height, int width, CancellationToken cancellationToken) =>
        DecodeTiled(latents, height, width, new TiledDecoding(Config), cancellationToken);

    /// <summary>Latents of one picture to pixels, in tiles where they exceed one.</summary>
    public float[] DecodeTiled(ReadOnlySpan<float> latents, int height, int width, TiledDecoding tiles, CancellationToken cancellationToken) => tiles.Splits(height, width)
            ? tiles.Decode(latents, height, width, (tile, tileHeight, tileWidth) => Decode(tile, 1, tileHeight, tileWidth, cancellationToken))
            : Decode(latents, 1, height, width, cancellationToken);

    /// <summary>Pixels to the distribution of their latents, before scaling.</summary>
    /// <param name="pixels"><c>[batch, 3, height, width]</c>, -1 to 1.</param>
    /// <param name="batch">How many.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    public LatentDistribution Encode(ReadOnlySpan<float> pixels, int batch, int height, int width, CancellationToken cancellationToken)
    {
        using var input = new NativeTensor<float>(batch, Config.ImageChannels, height, width);
        using var output = new NativeTensor<float>(batch, 2L * Config.LatentChannels, height / Config.ScaleFactor, width / Config.ScaleFactor);
        pixels.CopyTo(input.Span);
        using var binding = encoder.Value.Bind().Input(VaeEncoder.Input, input).Output(VaeEncoder.Output, output);
        binding.Run(cancellationToken);
        return LatentDistribution.FromMoments(output.Span, batch);
    }

    /// <summary>Takes latents from the encoder's spread to the UNet's: z·s, after (z − mean)/std where the configuration gives them.</summary>
    public float[] Scale(float[] latents)
    {
        var plane = latents.Length / Config.LatentChannels;
        if (Config is { LatentsMean: { } mean, LatentsStd: { } std })
        {
            for (var i = 0; i < latents.Length; i++)
            {
                latents[i] = (latents[i] - (float)mean[i / plane]) / (float)std[i / plane];
            }
        }

        TensorPrimitives.Multiply(latents, (float)Config.ScalingFactor, latents);
        return latents;
    }

    public void Dispose()
    {
        if (encoder.IsValueCreated)
        {
            encoder.Value.Dispose();
        }

        decoder.Dispose();
        weights.Dispose();
    }

    /// <summary>Takes latents from the UNet's spread back to the decoder's: the inverse of <see cref="Scale"/>.</summary>
    private void Unscale(ReadOnlySpan<float> latents, Span<float> unscaled, int plane)
    {
        TensorPrimitives.Divide(latents, (float)Config.ScalingFactor, unscaled);
        if (Config is { LatentsMean: { } mean, LatentsStd: { } std })
        {
            for (var i = 0; i < unscaled.Length; i++)
            {
                var channel = i / plane % Config.LatentChannels;
                unscaled[i] = (unscaled[i] * (float)std[channel]) + (float)mean[channel];
            }
        }
    }
}
