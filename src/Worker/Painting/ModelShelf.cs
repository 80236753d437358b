using Microsoft.Extensions.Logging;
using SwiftDiffusion.Worker.Telemetry;

namespace SwiftDiffusion.Worker.Painting;

/// <summary>The base model in memory. There is one: switching is the costliest event there is, so a model stays until another one is asked for.</summary>
internal sealed class ModelShelf(IPainterLoader loader, TimeProvider time, ILogger<ModelShelf> logger) : IDisposable
{
    // Held for reading while a job is prepared on its own thread, for writing while models change.
    private readonly ReaderWriterLockSlim change = new();
    private (string Path, IPainter Painter)? loaded;

    /// <summary>Prepares a job ahead if its model is in memory; from any thread.</summary>
    public ShelvedPainting? TryPrepare(PaintOrder order)
    {
        change.EnterReadLock();
        try
        {
            return loaded is { } model && model.Path == order.Model ? new ShelvedPainting(model.Painter, order.Prepare(model.Painter)) : null;
        }
        finally
        {
            change.ExitReadLock();
        }
    }

    /// <summary>Brings the job's model into memory, and prepares the job unless that was done for this very model; on the painting thread.</summary>
    /// <param name="order">The job.</param>
    /// <param name="ahead">What <see cref="TryPrepare"/> returned for it.</param>
    /// <param name="load">Time that loading took.</param>
    public PreparedPainting Prepare(PaintOrder order, ShelvedPainting? ahead, out TimeSpan load)
    {
        var started = time.GetTimestamp();
        var painter = Load(order.Model, order.ModelName);
        load = time.GetElapsedTime(started);
        return ahead?.Painter == painter ? ahead.Prepared : order.Prepare(painter);
    }

    public void Dispose()
    {
        loaded?.Painter.Dispose();
        loaded = null;
        change.Dispose();
    }

    private IPainter Load(string path, string name)
    {
        if (loaded is { } model && model.Path == path)
        {
            return model.Painter;
        }

        change.EnterWriteLock();
        try
        {
            // The old model goes first, so that the two are never in memory together.
            loaded?.Painter.Dispose();
            loaded = null;
            logger.ModelLoading(path);
            loaded = (path, loader.Load(path));
            WorkerMetrics.Loaded(name);
            return loaded.Value.Painter;
        }
        finally
        {
            change.ExitWriteLock();
        }
    }
}

/// <summary>A job made ready for a model that may be put away before the job's turn.</summary>
internal sealed record ShelvedPainting(IPainter Painter, PreparedPainting Prepared);
