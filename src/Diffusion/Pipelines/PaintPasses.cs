using System.Numerics.Tensors;
using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>Paints a request pass by pass. A pass paints every image before the next begins, so that its tensors are gone when those of the larger size need room.</summary>
/// <param name="model">What LoRAs were merged into it for others is out of it already.</param>
/// <param name="vae">The model's own, or the request's.</param>
/// <param name="prepared">Made by the same model.</param>
/// <param name="controlNets">The request's ControlNets, loaded, in their order.</param>
/// <param name="patches">The request's LoRAs, those at hand merged already.</param>
/// <param name="clock">Loading has ended on it.</param>
/// <param name="progress">Told after every step, over all passes and images.</param>
internal sealed class PaintPasses(
    ModelParts model, Vae vae, PreparedRequest prepared, IReadOnlyList<ControlNetModel> controlNets, LoraPatches patches, PhaseClock clock, Action<PaintProgress>? progress)
{
    private readonly List<PaintedImage> painted = [];
    private int stepsDone;

    private bool Shared => prepared.Request.NoiseStreams == NoiseStreams.Shared;

    /// <summary>How often noise is walked to latents in each pass.</summary>
    private int Walks => Shared ? 1 : prepared.Request.Count;

    /// <summary>How many images a walk paints at once.</summary>
    private int Images => Shared ? prepared.Request.Count : 1;

    /// <summary>Paints every image.</summary>
    public IReadOnlyList<PaintedImage> Run(CancellationToken cancellationToken)
    {
        var origins = Enumerable.Repeat(Origin.Of(prepared.Request), Walks).ToArray();
        var steps = Walks * (prepared.CreateSampler().Steps + (prepared.Second?.CreateSampler().Steps ?? 0));
        for (var pass = prepared; pass is not null; pass = pass.Second)
        {
            using var run = new PaintRun(model, vae, pass, controlNets, Images, cancellationToken);
            clock.EndEncode();
            for (var walk = 0; walk < Walks; walk++)
            {
                // The second pass begins the image's stream of noise anew, as a request for image to image would.
                var latents = run.Denoise(new TorchRandom(Seed(walk)), origins[walk], step => PatchBefore(step, run, cancellationToken), Tell, cancellationToken);
                clock.EndDenoise();
                origins[walk] = Finish(pass, latents, cancellationToken);
                clock.EndDecode();
            }
        }

        return painted;

        void Tell() => progress?.Invoke(new PaintProgress(++stepsDone, steps));
    }

    /// <summary>Merges LoRAs that have come meanwhile. After the first walk none is missing.</summary>
    private void PatchBefore(int step, PaintRun run, CancellationToken cancellationToken)
    {
        if (patches.Continue(step, clock, cancellationToken))
        {
            run.Update(cancellationToken);
            clock.EndEncode();
        }
    }

    private uint Seed(int walk) => prepared.Request.Seed + (uint)walk;

    /// <summary>What the next pass starts from; null after the last, which leaves finished images.</summary>
    private Origin? Finish(PreparedRequest pass, float[] latents, CancellationToken cancellationToken)
    {
        if (pass.Second is { } next)
        {
            return pass.Request.Hires!.Upscaler == Upscaler.Latent
                ? Enlarge(latents, pass, next)
                : new Origin.OfPictures([.. Decode(pass, latents, cancellationToken).Select(image => LanczosFilter.Resize(image.Picture, next.Width, next.Height))]);
        }

        foreach (var (values, picture) in Decode(pass, latents, cancellationToken))
        {
            painted.Add(new PaintedImage(painted.Count, Seed(Shared ? 0 : painted.Count), picture) { Latents = values });
        }

        return null;
    }

    private Origin.OfLatents Enlarge(float[] latents, PreparedRequest pass, PreparedRequest next)
    {
        var scale = vae.Config.ScaleFactor;
        return new Origin.OfLatents(BilinearFilter.Resize(latents, pass.Height / scale, pass.Width / scale, next.Height / scale, next.Width / scale));
    }

    private IEnumerable<(float[] Latents, Picture Picture)> Decode(PreparedRequest pass, float[] latents, CancellationToken cancellationToken) =>
        latents.Chunk(latents.Length / Images).Select(image => (image, DecodeOne(pass, image, cancellationToken)));

    private Picture DecodeOne(PreparedRequest pass, float[] latents, CancellationToken cancellationToken)
    {
        var scale = vae.Config.ScaleFactor;
        var (height, width) = (pass.Height / scale, pass.Width / scale);
        var pixels = pass.Request.TiledDecoding
            ? vae.DecodeTiled(latents, height, width, cancellationToken)
            : vae.Decode(latents, 1, height, width, cancellationToken);
        return TensorPrimitives.IsFiniteAll<float>(pixels)
            ? Pixels.ToPicture(pixels, pass.Height, pass.Width)
            : throw new DeviceFaultException("Decoding gave pixels that are not numbers.");
    }
}
