using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Networks;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>A UNet ready to run: its two halves, and what is computed ahead of them, over one copy of the weights.</summary>
internal sealed class Denoiser : IDisposable
{
    private readonly DisposableList owned = new();

    /// <summary>Builds the graphs and loads the weights.</summary>
    /// <param name="config">The structure.</param>
    /// <param name="source">The weights; must outlive the denoiser.</param>
    /// <param name="threads">Of the networks.</param>
    /// <param name="profile">How the names of both halves' profiles begin; null, the default, profiles nothing.</param>
    /// <exception cref="CheckpointException">The weights do not fit the configuration.</exception>
    public Denoiser(UNetConfig config, ITensorSource source, int threads, string? profile = null)
    {
        (Config, Network) = (config, new UNet(config));
        try
        {
            Weights = owned.Add(new WeightStore(source));
            Conditioner = owned.Add(new Conditioner("unet", config.Trunk, Network.TimeEmbedding, Network.CrossAttentions, Weights, threads));
            Encoder = owned.Add(new NetworkSession(Network.BuildEncoder(), Weights, threads, profile));
            Decoder = owned.Add(new NetworkSession(Network.BuildDecoder(), Weights, threads, profile));
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
