using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Networks;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>A ControlNet ready to run. It shares nothing with a base model, and serves every base of its family.</summary>
internal sealed class ControlNetModel : IDisposable
{
    private readonly DisposableList owned = new();

    /// <summary>Builds the graphs and loads the weights; <paramref name="source"/> must outlive the model.</summary>
    /// <exception cref="CheckpointException">The weights do not fit the configuration.</exception>
    public ControlNetModel(ControlNetConfig config, ITensorSource source, int threads)
    {
        (Config, Network) = (config, new ControlNet(config));
        try
        {
            var weights = owned.Add(new WeightStore(source));
            Conditioner = owned.Add(new Conditioner("controlnet", config.Trunk, Network.TimeEmbedding, Network.Trunk.CrossAttentions, weights, threads));
            Hint = owned.Add(new NetworkSession(Network.BuildHint(), weights, threads));
            Body = owned.Add(new NetworkSession(Network.BuildBody(), weights, threads));
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
