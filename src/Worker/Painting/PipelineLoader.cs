using Microsoft.Extensions.Options;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Worker.Painting;

/// <summary>Loads models into the engine.</summary>
internal sealed class PipelineLoader(IOptions<WorkerOptions> options) : IPainterLoader
{
    private readonly EngineOptions engine = EngineSettings.Of(options.Value);

    public IPainter Load(string path) => new PipelinePainter(StableDiffusionPipeline.Load(path, engine));
}
