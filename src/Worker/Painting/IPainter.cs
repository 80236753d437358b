using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Worker.Painting;

/// <summary>A base model in memory: the engine, or what stands for it in a test.</summary>
internal interface IPainter : IDisposable
{
    /// <summary>The size in pixels that a request will be painted at; on any thread, at any time.</summary>
    (int Width, int Height) CanvasSize(PaintRequest request);

    /// <summary>The size in pixels of its second pass; null where it has none.</summary>
    (int Width, int Height)? HiresSize(PaintRequest request);

    /// <summary>Checks a request and makes it ready; on any thread, at any time. What it returns holds as long as the painter does.</summary>
    PreparedPainting Prepare(PaintRequest request);
}

/// <summary>Loads base models.</summary>
internal interface IPainterLoader
{
    /// <summary>Loads a model; the caller disposes it.</summary>
    /// <param name="path">A folder, or a safetensors file.</param>
    IPainter Load(string path);
}

/// <summary>A request that is ready to be painted.</summary>
/// <param name="Sampler">The sampler it will be painted with.</param>
/// <param name="Size">In pixels, of its first pass.</param>
/// <param name="Paint">Paints it; one at a time.</param>
internal sealed record PreparedPainting(SamplerKind Sampler, (int Width, int Height) Size, PaintAction Paint)
{
    /// <summary>Done when painting can begin without waiting for adapters; failed where one cannot be had.</summary>
    public Task Ready { get; init; } = Task.CompletedTask;
}

/// <summary>Paints. Progress is told on the calling thread; the token stops it within a step.</summary>
internal delegate Diffusion.Pipelines.Painting PaintAction(Action<PaintProgress> progress, CancellationToken cancellationToken);
