namespace SwiftDiffusion.Diffusion.Adapters.Deltas;

/// <summary>What an adapter adds to one weight at strength 1: Δ. A weight is a matrix here, its first dimension the rows, all others the columns.</summary>
internal abstract class WeightDelta
{
    /// <summary>Whether some element of the change depends on weights in other rows.</summary>
    public virtual bool NeedsAllRows => false;

    /// <summary>Whether the change depends on the weight itself.</summary>
    public virtual bool NeedsBase => false;

    /// <summary>Adds strength·Δ to some rows of a weight.</summary>
    /// <param name="rows">The rows, with what has been added to them so far.</param>
    /// <param name="trained">The same rows as they were trained; empty unless <see cref="NeedsBase"/>.</param>
    /// <param name="firstRow">Where they stand in the weight.</param>
    /// <param name="width">Columns of the weight.</param>
    /// <param name="strength">The factor.</param>
    public abstract void AddTo(Span<float> rows, ReadOnlySpan<float> trained, int firstRow, int width, float strength);
}
