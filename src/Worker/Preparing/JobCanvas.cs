using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Worker.Painting;

namespace SwiftDiffusion.Worker.Preparing;

/// <summary>Fits a job to the size at which its model will paint it, which only the model knows where the job leaves it open.</summary>
internal static class JobCanvas
{
    /// <summary>Makes a job ready for a model.</summary>
    /// <exception cref="InvalidRequestException">This model cannot paint it.</exception>
    public static PreparedPainting Prepare(GenerateImages job, PaintRequest request, IPainter painter)
    {
        var (width, height) = painter.CanvasSize(request);
        return painter.Prepare(request with { MicroConditioning = JobRequest.Sizes(job.SizeConditioning, width, height) });
    }
}
