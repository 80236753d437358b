using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>A base model, loaded, that paints: prompts are encoded, latents denoised, pictures decoded.</summary>
/// <remarks><see cref="Prepare(PaintRequest)"/> may be called from any thread at any time, <see cref="Paint"/> from one thread at a time.</remarks>
public sealed class StableDiffusionPipeline : IDisposable
{
    private readonly ModelParts model;
    private readonly ControlNetCache controlNets;
    private readonly VaeCache vaes;
    private readonly RequestPreparer preparer;

    private StableDiffusionPipeline(ModelParts model, EngineOptions options)
    {
        this.model = model;
        controlNets = new ControlNetCache(model.Denoiser.Config, model.Devices, options.ControlNetMemory);
        vaes = new VaeCache(model.Vae, model.Devices.Vae);
        preparer = new RequestPreparer(model);
    }

    /// <summary>Loads a model.</summary>
    /// <param name="path">A folder in diffusers' layout.</param>
    /// <param name="options">How to use the machine; null for the defaults.</param>
    /// <exception cref="CheckpointException">A file is missing, broken, or of a structure that is not supported.</exception>
    public static StableDiffusionPipeline Load(string path, EngineOptions? options = null) => new(ModelParts.Load(path, options), options ?? new EngineOptions());

    /// <summary>Checks a request against the model, turns its text into tokens, and reads those LoRAs that are at hand.</summary>
    /// <exception cref="InvalidRequestException">This model cannot paint it.</exception>
    /// <exception cref="CheckpointException">A textual inversion cannot be used, or a LoRA that is at hand.</exception>
    public PreparedRequest Prepare(PaintRequest request) => preparer.Prepare(request);

    /// <summary>The size in pixels that a request will be painted at: its own, or else that of its picture to start from, or else the one the model was trained at.</summary>
    /// <exception cref="InvalidRequestException">This model cannot paint that size.</exception>
    public (int Width, int Height) CanvasSize(PaintRequest request) => preparer.Size(request);

    /// <summary>The size in pixels of the request's second pass; null where it has none.</summary>
    /// <exception cref="InvalidRequestException">This model cannot paint one of the two sizes.</exception>
    public (int Width, int Height)? HiresSize(PaintRequest request) => preparer.HiresSize(request);

    /// <summary>As <see cref="Prepare(PaintRequest)"/> with another schedule than the model's own, as parity tests need it.</summary>
    internal PreparedRequest Prepare(PaintRequest request, SchedulerFile schedule) => preparer.Prepare(request, schedule);

    /// <summary>Paints a request.</summary>
    /// <param name="prepared">Made by <see cref="Prepare(PaintRequest)"/> of this pipeline.</param>
    /// <param name="progress">Told after every step, on the calling thread.</param>
    /// <param name="cancellationToken">Stops within a step.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="CheckpointException">A ControlNet or VAE cannot be used, or a LoRA that came later, or one at its scale.</exception>
    /// <exception cref="Exception">A LoRA did not come: whatever its task failed of.</exception>
    /// <exception cref="InvalidRequestException">An adapter makes the model compute what are no numbers.</exception>
    /// <exception cref="DeviceFaultException">The device computed what cannot be right, without adapters too.</exception>
    public Painting Paint(PreparedRequest prepared, Action<PaintProgress>? progress, CancellationToken cancellationToken)
    {
        var clock = new PhaseClock(prepared.Loras.Load);
        var patches = new LoraPatches(model.Patcher, prepared.Loras, prepared.LatestPatch);
        patches.Begin(clock, cancellationToken);
        var controls = controlNets.Get(prepared.Request.ControlNets);
        var vae = vaes.Get(prepared.Request.Vae);
        clock.EndLoad();
        try
        {
            var images = new PaintPasses(model, vae, prepared, controls, patches, clock, progress).Run(cancellationToken);
            return new Painting(images, clock.Timings, patches.Reports, prepared.Warnings);
        }
        catch (DeviceFaultException e) when (FaultyAdapters.FieldOf(model, prepared, clock, cancellationToken) is { } field)
        {
            throw new InvalidRequestException(field, $"{e.Message} Without the request's adapters the model paints: one of them is broken, or too strong.");
        }
    }

    /// <summary>Unloads the model.</summary>
    public void Dispose()
    {
        vaes.Dispose();
        controlNets.Dispose();
        model.Dispose();
    }
}
