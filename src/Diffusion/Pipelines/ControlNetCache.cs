using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>The ControlNets that a model has used last, loaded: four of them serve over nine in ten uses in production (Katz, USENIX ATC'25, table 1).</summary>
/// <param name="base">The model that they steer.</param>
/// <param name="threads">Of each network.</param>
internal sealed class ControlNetCache(UNetConfig @base, int threads) : IDisposable
{
    private const int Capacity = 4;

    // The last used one stands first.
    private readonly LinkedList<Entry> entries = new();

    /// <summary>The ControlNets of a request, in its order; they stay loaded until the next call.</summary>
    /// <exception cref="CheckpointException">One cannot be loaded, or does not fit the model.</exception>
    public IReadOnlyList<ControlNetModel> Get(IReadOnlyList<ControlNetUse> uses)
    {
        var models = uses.Select(use => Get(use.Path)).ToArray();
        while (entries.Count > Math.Max(Capacity, uses.Count))
        {
            entries.Last!.Value.Dispose();
            entries.RemoveLast();
        }

        return models;
    }

    public void Dispose()
    {
        foreach (var entry in entries)
        {
            entry.Dispose();
        }

        entries.Clear();
    }

    private ControlNetModel Get(string path)
    {
        var entry = entries.FirstOrDefault(entry => entry.Path == path);
        if (entry is null)
        {
            entry = Load(path);
        }
        else
        {
            entries.Remove(entry);
        }

        entries.AddFirst(entry);
        return entry.Model;
    }

    private Entry Load(string path)
    {
        var checkpoint = ControlNetCheckpoint.Open(path);
        try
        {
            CheckFits(checkpoint);
            return new Entry(path, checkpoint, new ControlNetModel(checkpoint.Config, checkpoint.Tensors, threads));
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    private void CheckFits(ControlNetCheckpoint checkpoint)
    {
        var (own, other) = (checkpoint.Config.Trunk, @base.Trunk);
        if (!own.SkipChannels.SequenceEqual(other.SkipChannels) || TextWidth(own) is { } width && TextWidth(other) is { } wanted && width != wanted)
        {
            throw new CheckpointException(
                checkpoint.Path,
                $"this ControlNet is for another family of base models: it adds to channels [{string.Join(", ", own.SkipChannels)}] and reads text of width {TextWidth(own)}; " +
                $"the model has [{string.Join(", ", other.SkipChannels)}] and {TextWidth(other)}.");
        }
    }

    private static int? TextWidth(TrunkConfig trunk) => trunk.DownBlocks.FirstOrDefault(block => block.HasAttention)?.Attention!.CrossAttentionDim;

    private sealed record Entry(string Path, ControlNetCheckpoint Checkpoint, ControlNetModel Model) : IDisposable
    {
        public void Dispose()
        {
            Model.Dispose();
            Checkpoint.Dispose();
        }
    }
}
