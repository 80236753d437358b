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

    private ModelParts(Checkpoint checkpoint, EngineOptions options)
    {
        try
        {
            Checkpoint = owned.Add(checkpoint);
            Devices = owned.Add(new PlannedDevices(DevicePlan.Create(options)));
            Scheduler = new SchedulerFile(checkpoint.Path, checkpoint.SchedulerConfig);
            Tokenizers = [.. checkpoint.TextEncoders.Select(encoder => encoder.OpenTokenizer())];
            PromptEncoder = owned.Add(new PromptEncoder(
                [.. checkpoint.TextEncoders.Select(encoder => new TextEncoder(encoder.Name, encoder.Config, encoder.Tensors, Devices.TextEncoders))],
                penultimate: checkpoint.UNet.Config.Trunk.TextTime is not null));
            var weights = owned.Add(new WeightStore(checkpoint.UNet.Tensors));
            Denoisers = [.. Devices.UNet.Select(device => owned.Add(new Denoiser(checkpoint.UNet.Config, weights, device)))];
            Vae = owned.Add(new Vae(checkpoint.Vae.Config, checkpoint.Vae.Tensors, Devices.Vae));
            Canvas = new CanvasBuilder(Vae, checkpoint.UNet.Config.Trunk.InChannels);
            Loras = owned.Add(new LoraPreparer(checkpoint, options.LoraMemory));
            Patcher = new LoraPatcher(WeightsByNetwork(), options.Threads);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Checkpoint Checkpoint { get; }

    public PlannedDevices Devices { get; }

    public SchedulerFile Scheduler { get; }

    public IReadOnlyList<ClipTokenizer> Tokenizers { get; }

    public PromptEncoder PromptEncoder { get; }

    /// <summary>The UNet, on the device that runs it, or on those of negative prompt and prompt, over one copy of the weights.</summary>
    public IReadOnlyList<Denoiser> Denoisers { get; }

    /// <summary>The UNet on the first of its devices.</summary>
    public Denoiser Denoiser => Denoisers[0];

    public Vae Vae { get; }

    public CanvasBuilder Canvas { get; }

    /// <summary>Reads LoRAs for this model.</summary>
    public LoraPreparer Loras { get; }

    /// <summary>Merges LoRAs into this model.</summary>
    public LoraPatcher Patcher { get; }

    /// <summary>Loads every network of a checkpoint.</summary>
    /// <exception cref="CheckpointException">A file is missing, broken, or of a structure that is not supported.</exception>
    public static ModelParts Load(string path, EngineOptions? options = null) => new(Checkpoint.Open(path), options ?? new EngineOptions());

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
