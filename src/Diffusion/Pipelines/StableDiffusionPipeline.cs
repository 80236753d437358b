using System.Numerics.Tensors;
using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>A base model, loaded, that paints: prompts are encoded, latents denoised, pictures decoded.</summary>
/// <remarks><see cref="Prepare(PaintRequest)"/> may be called from any thread at any time, <see cref="Paint"/> from one thread at a time.</remarks>
public sealed class StableDiffusionPipeline : IDisposable
{
    private readonly ModelParts model;
    private readonly ControlNetCache controlNets;
    private readonly RequestPreparer preparer;

    private StableDiffusionPipeline(ModelParts model, EngineOptions options)
    {
        this.model = model;
        controlNets = new ControlNetCache(model.Denoiser.Config, model.Devices, options.ControlNetMemory);
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

    /// <summary>As <see cref="Prepare(PaintRequest)"/> with another schedule than the model's own, as parity tests need it.</summary>
    internal PreparedRequest Prepare(PaintRequest request, SchedulerFile schedule) => preparer.Prepare(request, schedule);

    /// <summary>Paints a request.</summary>
    /// <param name="prepared">Made by <see cref="Prepare(PaintRequest)"/> of this pipeline.</param>
    /// <param name="progress">Told after every step, on the calling thread.</param>
    /// <param name="cancellationToken">Stops within a step.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="CheckpointException">A ControlNet cannot be used, or a LoRA that came later, or one at its scale.</exception>
    /// <exception cref="Exception">A LoRA did not come: whatever its task failed of.</exception>
    /// <exception cref="DeviceFaultException">The device computed what cannot be right.</exception>
    public Painting Paint(PreparedRequest prepared, Action<PaintProgress>? progress, CancellationToken cancellationToken)
    {
        var request = prepared.Request;
        var shared = request.NoiseStreams == NoiseStreams.Shared;
        var (walks, images) = shared ? (1, request.Count) : (request.Count, 1);
        var clock = new PhaseClock(prepared.Loras.Load);
        var patches = new LoraPatches(model.Patcher, prepared.Loras, prepared.LatestPatch);
        patches.Begin(clock, cancellationToken);
        var controls = controlNets.Get(request.ControlNets);
        clock.EndLoad();
        using var run = new PaintRun(model, prepared, controls, images, cancellationToken);
        clock.EndEncode();
        var painted = new List<PaintedImage>();
        for (var walk = 0; walk < walks; walk++)
        {
            var (done, of) = (walk * run.Steps, walks * run.Steps);
            var latents = run.Denoise(new TorchRandom(request.Seed + (uint)walk), PatchBefore, step => progress?.Invoke(new PaintProgress(done + step, of)), cancellationToken);
            clock.EndDenoise();
            foreach (var image in latents.Chunk(latents.Length / images))
            {
                painted.Add(new PaintedImage(painted.Count, request.Seed + (uint)walk, Decode(prepared, image, cancellationToken)) { Latents = image });
            }

            clock.EndDecode();
        }

        return new Painting(painted, clock.Timings, patches.Reports, prepared.Warnings);

        void PatchBefore(int step)
        {
            if (patches.Continue(step, clock, cancellationToken))
            {
                run.Update(cancellationToken);
                clock.EndEncode();
            }
        }
    }

    /// <summary>Unloads the model.</summary>
    public void Dispose()
    {
        controlNets.Dispose();
        model.Dispose();
    }

    private Picture Decode(PreparedRequest prepared, float[] latents, CancellationToken cancellationToken)
    {
        var scale = model.Vae.Config.ScaleFactor;
        var (height, width) = (prepared.Height / scale, prepared.Width / scale);
        var pixels = prepared.Request.TiledDecoding
            ? model.Vae.DecodeTiled(latents, height, width, cancellationToken)
            : model.Vae.Decode(latents, 1, height, width, cancellationToken);
        return TensorPrimitives.IsFiniteAll<float>(pixels)
            ? Pixels.ToPicture(pixels, prepared.Height, prepared.Width)
            : throw new DeviceFaultException("Decoding gave pixels that are not numbers.");
    }
}
