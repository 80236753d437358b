using System.Numerics.Tensors;
using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>One pass of a request being painted: prompts are encoded and everything is bound once, then each image takes its walk from noise to latents.</summary>
internal sealed class PaintRun : IDisposable
{
    private readonly DisposableList owned = new();
    private readonly PreparedRequest prepared;
    private readonly ModelParts model;
    private readonly CanvasBuilder canvases;
    private readonly IReadOnlyList<double> timesteps;
    private readonly IReadOnlyList<DenoiserRun> parts;
    private readonly IReadOnlyList<Control> controls;
    private readonly GuidedDenoiser denoiser;
    private readonly int height;
    private readonly int width;
    private readonly int images;

    /// <summary>Encodes the prompts, and computes and binds what stays the same over steps and images.</summary>
    /// <param name="model">Must outlive the run.</param>
    /// <param name="vae">Must outlive the run.</param>
    /// <param name="prepared">Made by the same model.</param>
    /// <param name="controlNets">The request's ControlNets, loaded, in their order; they must outlive the run.</param>
    /// <param name="images">How many are painted at once.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    public PaintRun(ModelParts model, Vae vae, PreparedRequest prepared, IReadOnlyList<ControlNetModel> controlNets, int images, CancellationToken cancellationToken)
    {
        (this.model, this.prepared, this.images) = (model, prepared, images);
        (height, width) = (prepared.Height / vae.Config.ScaleFactor, prepared.Width / vae.Config.ScaleFactor);
        canvases = new CanvasBuilder(vae, model.Denoiser.Config.Trunk.InChannels);
        timesteps = prepared.CreateSampler().Timesteps;
        var prompts = Conditions.Encode(model, prepared, cancellationToken);
        try
        {
            parts = [.. prompts.Split(model.Denoisers.Count).Zip(model.Denoisers, (conditions, unet) => Bind(unet, conditions, cancellationToken))];
            controls = [.. ControlGroup.Of(prepared.Request.ControlNets, controlNets).Select(group => Bind(group, prompts, cancellationToken))];
            denoiser = new GuidedDenoiser(parts, controls, prompts.Guidance, images, timesteps.Count);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Encodes the prompts anew, and computes anew what stays the same over steps, after weights of UNet or text encoders have changed.</summary>
    public void Update(CancellationToken cancellationToken)
    {
        var prompts = Conditions.Encode(model, prepared, cancellationToken);
        foreach (var (part, conditions) in parts.Zip(prompts.Split(model.Denoisers.Count)))
        {
            using var text = conditions.Text(images);
            using var features = conditions.Features(model.Denoiser.Config, timesteps, images);
            part.Update(text, features, cancellationToken);
        }

        foreach (var control in controls)
        {
            var conditions = control.ActsOnPromptAlone ? prompts.WithoutNegative() : prompts;
            using var text = conditions.Text(images);
            using var features = conditions.Features(control.Group.Net.Config.Trunk, timesteps, images, control.Group.Kinds);
            control.Run.Update(text, features, cancellationToken);
        }
    }

    /// <summary>Walks from noise, or from something noised, to latents.</summary>
    /// <param name="noise">The only source of chance.</param>
    /// <param name="origin">What to start from; null for noise alone.</param>
    /// <param name="stepBegins">Told each step, from 0, before it begins; weights may change there.</param>
    /// <param name="stepDone">Told after every step.</param>
    /// <param name="cancellationToken">Stops within a step.</param>
    /// <returns><c>[images, latent channels, height/8, width/8]</c>.</returns>
    /// <exception cref="DeviceFaultException">The latents are not numbers.</exception>
    public float[] Denoise(INoiseSource noise, Origin? origin, Action<int> stepBegins, Action stepDone, CancellationToken cancellationToken)
    {
        var sampler = prepared.CreateSampler();
        var canvas = canvases.Build(prepared.Request, origin, images, height, width, sampler, noise, cancellationToken);
        var x = canvas.Latents;
        var (scaled, prediction) = (new float[x.Length], new float[x.Length]);
        for (var call = 0; call < sampler.Timesteps.Count; call++)
        {
            if (call == 0 || sampler.StepOf(call) != sampler.StepOf(call - 1))
            {
                stepBegins(sampler.StepOf(call));
            }

            sampler.ScaleInput(call, x, scaled);
            denoiser.Predict(call, scaled, canvas.ExtraChannels, prediction, cancellationToken);
            sampler.Step(call, prediction, x, noise);
            canvas.Kept?.Restore(sampler, call, x);
            ThrowIfNotFinite(x, call, sampler);
            if (call + 1 == sampler.Timesteps.Count || sampler.StepOf(call + 1) != sampler.StepOf(call))
            {
                stepDone();
            }
        }

        return x;
    }

    public void Dispose() => owned.Dispose();

    private DenoiserRun Bind(Denoiser unet, Conditions conditions, CancellationToken cancellationToken)
    {
        using var text = conditions.Text(images);
        using var features = conditions.Features(unet.Config, timesteps, images);
        return owned.Add(new DenoiserRun(unet, text, features, timesteps.Count, height, width, cancellationToken));
    }

    private static void ThrowIfNotFinite(ReadOnlySpan<float> x, int call, ISampler sampler)
    {
        if (!TensorPrimitives.IsFiniteAll(x))
        {
            throw new DeviceFaultException($"Denoising gave latents that are not numbers, in step {sampler.StepOf(call) + 1} of {sampler.Steps}.");
        }
    }

    private Control Bind(ControlGroup group, Conditions prompts, CancellationToken cancellationToken)
    {
        var (net, use) = (group.Net, group.Uses[0]);
        // Global pooling implies guess mode's restriction to the prompt, but not its fading.
        var promptAlone = use.GuessMode || net.Config.GlobalPool;
        var conditions = promptAlone ? prompts.WithoutNegative() : prompts;
        using var text = conditions.Text(images);
        using var features = conditions.Features(net.Config.Trunk, timesteps, images, group.Kinds);
        using var pictures = new DisposableList();
        var bound = owned.Add(new ControlNetRun(net, text, features, timesteps.Count, [.. group.Pictures(text.Shape[0]).Select(pictures.Add)], height, width, cancellationToken));
        return new Control(bound, group, new ControlWindow(group.Scale, use.Start, use.End), promptAlone, Fades: use.GuessMode && !net.Config.GlobalPool);
    }
}
