using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>The VAEs that took the place of a model's own last, loaded beside it.</summary>
/// <param name="base">The model's own; owned by someone else.</param>
/// <param name="device">Where they run.</param>
internal sealed class VaeCache(Vae @base, Device device) : IDisposable
{
    // Three of the published size in single precision: a fleet has one or two that it prefers.
    private const long Budget = 1L << 30;

    private readonly RecentlyUsed<FileState, LoadedVae> loaded = new("vae", Budget);

    /// <summary>The VAE at a path, or the model's own for null; it stays loaded until the next call.</summary>
    /// <exception cref="CheckpointException">It cannot be loaded, or its latents are not those of the model.</exception>
    public Vae Get(string? path)
    {
        if (path is null)
        {
            return @base;
        }

        var file = FileState.Of(path);
        if (!loaded.TryGet(file, out var vae))
        {
            vae = Load(path);
            loaded.Add(file, vae, vae.Bytes);
        }

        loaded.Trim(inUse: 1);
        return vae.Vae;
    }

    public void Dispose() => loaded.Dispose();

    private LoadedVae Load(string path)
    {
        var checkpoint = VaeCheckpoint.Open(path, @base.Config);
        try
        {
            CheckFits(checkpoint);
            return new LoadedVae(checkpoint, new Vae(checkpoint.Config, checkpoint.Tensors, device));
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    private void CheckFits(VaeCheckpoint checkpoint)
    {
        var (own, other) = (checkpoint.Config, @base.Config);
        if (own.LatentChannels != other.LatentChannels || own.ScaleFactor != other.ScaleFactor)
        {
            throw new CheckpointException(
                checkpoint.Path,
                $"this VAE is for another family of base models: its latents have {own.LatentChannels} channels and stand for {own.ScaleFactor}x{own.ScaleFactor} pixels; " +
                $"the model's have {other.LatentChannels} and stand for {other.ScaleFactor}x{other.ScaleFactor}.");
        }
    }

    private sealed record LoadedVae(VaeCheckpoint Checkpoint, Vae Vae) : IDisposable
    {
        public long Bytes => Checkpoint.Tensors.Tensors.Values.Sum(tensor => tensor.Count * sizeof(float));

        public void Dispose()
        {
            Vae.Dispose();
            Checkpoint.Dispose();
        }
    }
}
