using Microsoft.Extensions.Options;

namespace SwiftDiffusion.Worker.Painting.Null;

/// <summary>Loads nothing: any path is a model.</summary>
internal sealed class NullPainterLoader(IOptions<WorkerOptions> options) : IPainterLoader
{
    private readonly TimeSpan stepTime = options.Value.NullStepTime;

    public IPainter Load(string path) => new NullPainter(stepTime);
}
