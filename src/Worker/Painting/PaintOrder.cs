using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Worker.Painting;

/// <summary>A job as the painting thread sees it. It waits, is painted, and ends once.</summary>
/// <param name="model">Path of the base model.</param>
/// <param name="prepare">Makes the job ready for the model. It may be asked twice, when the model was put away in between.</param>
/// <param name="started">Told on the painting thread when its turn has come.</param>
/// <param name="progress">Told on the painting thread after every step.</param>
/// <param name="token">Stops it: at once while it waits, within a step while it is painted.</param>
internal sealed class PaintOrder(string model, Func<IPainter, PreparedPainting> prepare, Action started, Action<PaintProgress> progress, CancellationToken token)
{
    // Continuations must not run on the painting thread: they store images.
    private readonly TaskCompletionSource<PaintOutcome> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int taken;

    public string Model => model;

    /// <summary>The base model's name, for metrics. The default is its file's.</summary>
    public string ModelName { get; init; } = Path.GetFileName(model);

    public CancellationToken Token => token;

    /// <summary>What became of it; cancelled by the token.</summary>
    public Task<PaintOutcome> Outcome => outcome.Task;

    public PreparedPainting Prepare(IPainter painter) => prepare(painter);

    /// <summary>Paints; on the painting thread.</summary>
    public Diffusion.Pipelines.Painting Paint(PreparedPainting prepared)
    {
        started();
        return prepared.Paint(progress, token);
    }

    /// <summary>Takes the order off its waiting; false where it was given up meanwhile.</summary>
    public bool TryTake() => Interlocked.Exchange(ref taken, 1) == 0;

    /// <summary>Gives it up unless its turn has come.</summary>
    public void CancelUnlessTaken()
    {
        if (TryTake())
        {
            outcome.TrySetCanceled(token);
        }
    }

    public void Complete(PaintOutcome result) => outcome.TrySetResult(result);

    public void Fail(Exception exception)
    {
        if (exception is OperationCanceledException)
        {
            outcome.TrySetCanceled(token);
        }
        else
        {
            outcome.TrySetException(exception);
        }
    }
}
