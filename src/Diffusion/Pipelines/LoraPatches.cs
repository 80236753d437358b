namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>Merges the LoRAs of one request into the model as they arrive: between two steps, and before step K at the latest.</summary>
/// <param name="patcher">Of the model.</param>
/// <param name="loras">The request's.</param>
/// <param name="latest">K, see <see cref="LatestPatch"/>.</param>
internal sealed class LoraPatches(LoraPatcher patcher, PreparedLoras loras, int latest)
{
    private readonly int?[] steps = new int?[loras.Loras.Count];

    /// <summary>How each went in, in the request's order; complete once step K has begun.</summary>
    public IReadOnlyList<LoraReport> Reports => [.. loras.Loras.Zip(steps, (lora, step) => lora.Report(step!.Value))];

    private bool Complete => steps.All(step => step is not null);

    /// <summary>Brings the weights to what the request wants of them before its first step: what was merged for others goes out, what has arrived goes in.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="Checkpoints.CheckpointException">A LoRA cannot be used.</exception>
    public void Begin(PhaseClock clock, CancellationToken cancellationToken)
    {
        Collect(0, clock, cancellationToken);
        Apply(clock, cancellationToken);
    }

    /// <summary>Merges what has arrived since; waits for what hasn't where this is step K.</summary>
    /// <param name="step">The step that is about to begin.</param>
    /// <param name="clock">Charged with the waiting and the merge.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether weights may have changed.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="Checkpoints.CheckpointException">A LoRA cannot be used.</exception>
    public bool Continue(int step, PhaseClock clock, CancellationToken cancellationToken)
    {
        if (Complete)
        {
            return false;
        }

        clock.EndDenoise();
        if (!Collect(step, clock, cancellationToken))
        {
            return false;
        }

        Apply(clock, cancellationToken);
        return true;
    }

    private bool Collect(int step, PhaseClock clock, CancellationToken cancellationToken)
    {
        var arrived = false;
        foreach (var (i, lora) in loras.Loras.Index().Where(entry => steps[entry.Index] is null && (step >= latest || entry.Item.Lora.IsCompleted)))
        {
            // What a LoRA failed of is thrown here.
            lora.Lora.WaitAsync(cancellationToken).GetAwaiter().GetResult();
            steps[i] = step;
            arrived = true;
        }

        clock.EndLoad();
        return arrived;
    }

    private void Apply(PhaseClock clock, CancellationToken cancellationToken)
    {
        patcher.Apply(loras.PlanOf(i => steps[i] is not null), cancellationToken);
        clock.EndPatch();
    }
}
