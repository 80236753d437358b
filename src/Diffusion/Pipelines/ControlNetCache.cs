using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>The ControlNets that a model has used last, loaded: eight of them serve over nine in ten uses in production (Katz, USENIX ATC'25, table 1).</summary>
/// <param name="base">The model that they steer.</param>
/// <param name="devices">Where they run.</param>
/// <param name="budget">Bytes of weights that are kept, be they in use or not; those of the request at hand are kept in any case.</param>
internal sealed class ControlNetCache(UNetConfig @base, PlannedDevices devices, long budget) : IDisposable
{
    private readonly RecentlyUsed<FileState, LoadedControlNet> loaded = new("controlnet", budget);

    /// <summary>The ControlNets of a request, in its order, each on its device; they stay loaded until the next call.</summary>
    /// <exception cref="CheckpointException">One cannot be loaded, or does not fit the model.</exception>
    public IReadOnlyList<ControlNetModel> Get(IReadOnlyList<ControlNetUse> uses)
    {
        ControlNetModel[] models = [.. uses.Select((use, i) => Get(FileState.Of(use.Path), devices.ControlNet(i)))];
        loaded.Trim(inUse: uses.Select(use => use.Path).Distinct().Count());
        return models;
    }

    public void Dispose() => loaded.Dispose();

    private ControlNetModel Get(FileState file, Device device)
    {
        if (loaded.TryGet(file, out var known))
        {
            return known.On(device);
        }

        var net = new LoadedControlNet(Open(file.Path));
        try
        {
            var model = net.On(device);
            loaded.Add(file, net, net.Bytes);
            return model;
        }
        catch
        {
            net.Dispose();
            throw;
        }
    }

    private ControlNetCheckpoint Open(string path)
    {
        var checkpoint = ControlNetCheckpoint.Open(path);
        try
        {
            CheckFits(checkpoint);
            return checkpoint;
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
}
