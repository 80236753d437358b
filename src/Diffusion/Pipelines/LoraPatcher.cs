using System.Runtime.ExceptionServices;
using SwiftDiffusion.Diffusion.Adapters;
using SwiftDiffusion.Diffusion.Adapters.Merging;
using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>Writes merged weights into a model between two runs, and remembers what it wrote: what a next request has in common with the last is left alone.</summary>
/// <param name="networks">The weights by the name of their network.</param>
/// <param name="threads">At most; 0 for one per core.</param>
internal sealed class LoraPatcher(IReadOnlyDictionary<string, WeightStore> networks, int threads)
{
    // What has been added to the weights; a weight that is as it was trained has no entry, and null marks one that was left half-written.
    private readonly Dictionary<WeightId, IReadOnlyList<ContributionSource>?> written = [];

    /// <summary>Brings the weights to what a plan asks for. When it is stopped half-way, the next call puts right what it left.</summary>
    /// <returns>How many weights were written.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="CheckpointException">A LoRA's change is too large for single precision.</exception>
    public int Apply(MergePlan plan, CancellationToken cancellationToken)
    {
        var changes = Changes(plan);
        foreach (var weight in changes)
        {
            written[weight] = null;
        }

        var done = new bool[changes.Length];
        try
        {
            Write(plan, changes, done, cancellationToken);
        }
        finally
        {
            foreach (var (weight, _) in changes.Zip(done).Where(change => change.Second))
            {
                Remember(weight, plan.Of(weight));
            }
        }

        return changes.Length;
    }

    /// <summary>The weights that a plan wants otherwise than they are, the largest first, so that threads end together.</summary>
    private WeightId[] Changes(MergePlan plan) =>
    [
        .. plan.Weights.Union(written.Keys).Where(weight => !IsWritten(weight, plan.Of(weight)))
            .OrderByDescending(weight => networks[weight.Network].Source.Tensors[weight.Name].Count)
            .ThenBy(weight => weight.Name, StringComparer.Ordinal),
    ];

    private bool IsWritten(WeightId weight, IReadOnlyList<Contribution> wanted) =>
        written.TryGetValue(weight, out var sources) ? sources is not null && sources.SequenceEqual(wanted.Select(contribution => contribution.Source)) : wanted.Count == 0;

    private void Write(MergePlan plan, WeightId[] changes, bool[] done, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount };
        try
        {
            Parallel.For(0, changes.Length, options, i =>
            {
                Write(changes[i], plan.Of(changes[i]));
                done[i] = true;
            });
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    private void Write(WeightId weight, IReadOnlyList<Contribution> contributions)
    {
        var store = networks[weight.Network];
        try
        {
            WeightMerge.Write(store.Source, weight.Name, contributions, store.Values(weight.Name));
        }
        catch (ArithmeticException e)
        {
            var (lora, strength) = contributions.MaxBy(contribution => Math.Abs(contribution.Source.Strength))!.Source;
            throw new CheckpointException(lora.Path, $"at scale {strength} its change of '{weight.Name}' is not finite.", e);
        }
    }

    private void Remember(WeightId weight, IReadOnlyList<Contribution> contributions)
    {
        if (contributions.Count == 0)
        {
            written.Remove(weight);
        }
        else
        {
            written[weight] = [.. contributions.Select(contribution => contribution.Source)];
        }
    }
}
