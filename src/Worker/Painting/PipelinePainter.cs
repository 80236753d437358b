using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Worker.Painting;

/// <summary>The engine.</summary>
internal sealed class PipelinePainter(StableDiffusionPipeline pipeline) : IPainter
{
    public (int Width, int Height) CanvasSize(PaintRequest request) => pipeline.CanvasSize(request);

    public (int Width, int Height)? HiresSize(PaintRequest request) => pipeline.HiresSize(request);

    public PreparedPainting Prepare(PaintRequest request)
    {
        var prepared = pipeline.Prepare(request);
        return new PreparedPainting(prepared.Sampler, (prepared.Width, prepared.Height), (progress, cancellationToken) => pipeline.Paint(prepared, progress, cancellationToken))
        {
            Ready = prepared.Ready,
        };
    }

    public void Dispose() => pipeline.Dispose();
}
