using SwiftDiffusion.Diffusion.Adapters.Naming;
using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Onnx;
using SwiftDiffusion.Diffusion.Sampling;
using SwiftDiffusion.Diffusion.Text;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>The networks of a base model, loaded, and what is needed to talk to them.</summary>
internal sealed class ModelParts : IDisposable
{
    private readonly DisposableList owned = new();

    private ModelParts(Checkpoint checkpoint, int threads)
    {
        try
        {
            Checkpoint = owned.Add(checkpoint);
            Scheduler = new SchedulerFile(checkpoint.Path, checkpoint.SchedulerConfig);
            Tokenizers = [.. checkpoint.TextEncoders.Select(encoder => encoder.OpenTokenizer())];
            PromptEncoder = owned.Add(new PromptEncoder(
                [.. checkpoint.TextEncoders.Select(encoder => new TextEncoder(encoder.Name, encoder.Config, encoder.Tensors, threads))],
                penultimate: checkpoint.UNet.Config.Trunk.TextTime is not null));
            Denoiser = owned.Add(new Denoiser(checkpoint.UNet.Config, checkpoint.UNet.Tensors, threads));
            Vae = owned.Add(new Vae(checkpoint.Vae.Config, checkpoint.Vae.Tensors, threads));
            Canvas = new CanvasBuilder(Vae, checkpoint.UNet.Config.Trunk.InChannels);
            Loras = new LoraPreparer(checkpoint);
            Patcher = new LoraPatcher(WeightsByNetwork(), threads);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Checkpoint Checkpoint { get; }

    public SchedulerFile Scheduler { get; }

    public IReadOnlyList<ClipTokenizer> Tokenizers { get; }

    public PromptEncoder PromptEncoder { get; }

    public Denoiser Denoiser { get; }

    public Vae Vae { get; }

    public CanvasBuilder Canvas { get; }

    /// <summary>Reads LoRAs for this model.</summary>
    public LoraPreparer Loras { get; }

    /// <summary>Merges LoRAs into this model.</summary>
    public LoraPatcher Patcher { get; }

    /// <summary>Loads every network of a checkpoint.</summary>
    /// <exception cref="CheckpointException">A file is missing, broken, or of a structure that is not supported.</exception>
    public static ModelParts Load(string path, int threads) => new(Checkpoint.Open(path), threads);

    public void Dispose() => owned.Dispose();

    private Dictionary<string, WeightStore> WeightsByNetwork()
    {
        var weights = new Dictionary<string, WeightStore> { [AdapterTarget.UNet] = Denoiser.Weights };
        foreach (var (e, encoder) in PromptEncoder.Encoders.Index())
        {
            weights.Add(AdapterTarget.TextEncoder(e), encoder.Weights);
        }

        return weights;
    }
}
