using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Networks;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>A UNet ready to run: its two halves, and what is computed ahead of them, on one device.</summary>
internal sealed class Denoiser : IDisposable
{
    private readonly DisposableList owned = new();

    /// <summary>Builds the graphs and loads the weights.</summary>
    /// <param name="config">The structure.</param>
    /// <param name="weights">Shared with every denoiser of the same model; they must outlive it.</param>
    /// <param name="device">Where it runs; must outlive the denoiser.</param>
    /// <param name="profile">How the names of both halves' profiles begin; null, the default, profiles nothing.</param>
    /// <exception cref="CheckpointException">The weights do not fit the configuration.</exception>
    public Denoiser(UNetConfig config, WeightStore weights, Device device, string? profile = null)
    {
        (Config, Network, Weights) = (config, new UNet(config), weights);
        try
        {
            Conditioner = owned.Add(new Conditioner("unet", config.Trunk, Network.TimeEmbedding, Network.CrossAttentions, weights, device));
            Encoder = owned.Add(new NetworkSession(Network.BuildEncoder(), weights, device, profile));
            Decoder = owned.Add(new NetworkSession(Network.BuildDecoder(), weights, device, profile));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public UNetConfig Config { get; }

    public UNet Network { get; }

    /// <summary>The weights, which may be overwritten between two calls.</summary>
    public WeightStore Weights { get; }

    public Conditioner Conditioner { get; }

    public NetworkSession Encoder { get; }

    public NetworkSession Decoder { get; }

    public void Dispose() => owned.Dispose();
}
