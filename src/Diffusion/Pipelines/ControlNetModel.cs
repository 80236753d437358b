using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Networks;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>A ControlNet ready to run on one device. It shares nothing with a base model, and serves every base of its family.</summary>
internal sealed class ControlNetModel : IDisposable
{
    private readonly DisposableList owned = new();

    /// <summary>Builds the graphs and loads the weights; <paramref name="weights"/> and <paramref name="device"/> must outlive the model.</summary>
    /// <exception cref="CheckpointException">The weights do not fit the configuration.</exception>
    public ControlNetModel(ControlNetConfig config, WeightStore weights, Device device)
    {
        (Config, Network) = (config, new ControlNet(config));
        try
        {
            Conditioner = owned.Add(new Conditioner("controlnet", config.Trunk, Network.TimeEmbedding, Network.Trunk.CrossAttentions, weights, device));
            Hint = owned.Add(new NetworkSession(Network.BuildHint(), weights, device));
            Body = owned.Add(new NetworkSession(Network.BuildBody(), weights, device));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public ControlNetConfig Config { get; }

    public ControlNet Network { get; }

    public Conditioner Conditioner { get; }

    public NetworkSession Hint { get; }

    public NetworkSession Body { get; }

    public void Dispose() => owned.Dispose();
}
