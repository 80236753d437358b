using System.Collections.Concurrent;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Diffusion.Sampling;
using SwiftDiffusion.Worker.Painting;

namespace SwiftDiffusion.Worker.Tests.Fakes;

/// <summary>Stands for the engine: paints grey squares, or does what a test says.</summary>
internal sealed class FakeEngine : IPainterLoader
{
    private readonly ConcurrentQueue<string> loaded = new();
    private readonly ConcurrentQueue<PaintRequest> painted = new();

    /// <summary>Loads a model; may throw.</summary>
    public Action<string> OnLoad { get; set; } = _ => { };

    /// <summary>Prepares a request; may throw.</summary>
    public Action<PaintRequest> OnPrepare { get; set; } = _ => { };

    /// <summary>What painting does before it is done; may tell progress, wait, throw.</summary>
    public Action<PaintRequest, Action<PaintProgress>, CancellationToken> OnPaint { get; set; } = (_, _, _) => { };

    /// <summary>Width and height of what leaves them to the model.</summary>
    public int Size { get; set; } = 64;

    public IReadOnlyList<string> Loaded => [.. loaded];

    public IReadOnlyList<PaintRequest> Painted => [.. painted];

    /// <summary>Models in memory now, and the most there ever were.</summary>
    public int InMemory { get; private set; }

    public IPainter Load(string path)
    {
        loaded.Enqueue(path);
        OnLoad(path);
        InMemory++;
        return new Painter(this);
    }

    private sealed class Painter(FakeEngine engine) : IPainter
    {
        private bool disposed;

        public (int Width, int Height) CanvasSize(PaintRequest request) => (request.Width ?? engine.Size, request.Height ?? engine.Size);

        public (int Width, int Height)? HiresSize(PaintRequest request) => request.Hires is { Scale: var scale } && CanvasSize(request) is var (width, height)
            ? ((int)(width * scale), (int)(height * scale))
            : null;

        public PreparedPainting Prepare(PaintRequest request)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            engine.OnPrepare(request);
            return new PreparedPainting(request.Sampler?.Kind ?? SamplerKind.Ddim, CanvasSize(request), (progress, cancellationToken) => Paint(request, progress, cancellationToken))
            {
                Ready = request.Exact ? Task.WhenAll(request.Loras.Select(lora => lora.File)) : Task.CompletedTask,
            };
        }

        public void Dispose()
        {
            disposed = true;
            engine.InMemory--;
        }

        private Diffusion.Pipelines.Painting Paint(PaintRequest request, Action<PaintProgress> progress, CancellationToken cancellationToken)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            engine.painted.Enqueue(request);
            engine.OnPaint(request, progress, cancellationToken);
            var (width, height) = HiresSize(request) ?? CanvasSize(request);
            var images = Enumerable.Range(0, request.Count).Select(i => new PaintedImage(i, request.Seed + (uint)i, Grey(width, height, (byte)(request.Seed + i))));
            return new Diffusion.Pipelines.Painting([.. images], Timings, [.. request.Loras.Select(use => new LoraReport(use, 0, 7, ["odd.key"]))], []);
        }

        private static PaintTimings Timings => new(
            TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5));

        private static Picture Grey(int width, int height, byte level)
        {
            var pixels = new byte[3 * width * height];
            Array.Fill(pixels, level);
            return new Picture(width, height, pixels);
        }
    }
}
