using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Worker.Painting.Null;

/// <summary>Takes the time of an engine and paints gradients, so that a fleet can be loaded without devices.</summary>
/// <param name="stepTime">How long a step takes.</param>
internal sealed class NullPainter(TimeSpan stepTime) : IPainter
{
    private const int DefaultSize = 64;

    public (int Width, int Height) CanvasSize(PaintRequest request) =>
        (request.Width ?? request.InitImage?.Width ?? DefaultSize, request.Height ?? request.InitImage?.Height ?? DefaultSize);

    public (int Width, int Height)? HiresSize(PaintRequest request)
    {
        const int step = 8;
        var (width, height) = CanvasSize(request);
        return request.Hires is { Scale: var scale } ? ((int)(width * scale) / step * step, (int)(height * scale) / step * step) : null;
    }

    public PreparedPainting Prepare(PaintRequest request) =>
        new(request.Sampler?.Kind ?? SamplerKind.Ddim, CanvasSize(request), (progress, cancellationToken) => Paint(request, progress, cancellationToken));

    public void Dispose()
    {
    }

    private Diffusion.Pipelines.Painting Paint(PaintRequest request, Action<PaintProgress> progress, CancellationToken cancellationToken)
    {
        var steps = (request.Steps + (request.Hires is { } hires ? hires.Steps ?? request.Steps : 0)) * request.Count;
        for (var step = 1; step <= steps; step++)
        {
            cancellationToken.WaitHandle.WaitOne(stepTime);
            cancellationToken.ThrowIfCancellationRequested();
            progress(new PaintProgress(step, steps));
        }

        // As the engine, it doesn't end before its LoRAs have come.
        Task.WhenAll(request.Loras.Select(lora => lora.File)).WaitAsync(cancellationToken).GetAwaiter().GetResult();
        var (width, height) = HiresSize(request) ?? CanvasSize(request);
        var images = Enumerable.Range(0, request.Count).Select(i => new PaintedImage(i, request.Seed + (uint)i, Gradient(width, height, request.Seed + (uint)i)));
        var timings = new PaintTimings(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, steps * stepTime, TimeSpan.Zero);
        return new Diffusion.Pipelines.Painting([.. images], timings, [.. request.Loras.Select(lora => new LoraReport(lora, 0, 0, []))], []);
    }

    /// <summary>From the seed's colour to black, downwards.</summary>
    private static Picture Gradient(int width, int height, uint seed)
    {
        var pixels = new byte[3 * width * height];
        for (var y = 0; y < height; y++)
        {
            for (var i = 3 * width * y; i < 3 * width * (y + 1); i++)
            {
                pixels[i] = (byte)(((seed >> (8 * (i % 3))) & 255) * (uint)(height - y) / (uint)height);
            }
        }

        return new Picture(width, height, pixels);
    }
}
