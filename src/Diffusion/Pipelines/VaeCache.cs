using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>The VAEs that took the place of a model's own last, loaded beside it.</summary>
/// <param name="base">The model's own; owned by someone else.</param>
/// <param name="threads">Of each network.</param>
internal sealed class VaeCache(Vae @base, int threads) : IDisposable
{
    // A fleet has one or two that it prefers, each of which is small beside a UNet.
    private const int Capacity = 2;

    // The last used one stands first.
    private readonly List<LoadedVae> loaded = [];

    /// <summary>The VAE at a path, or the model's own for null; it stays loaded until the next call.</summary>
    /// <exception cref="CheckpointException">It cannot be loaded, or its latents are not those of the model.</exception>
    public Vae Get(string? path)
    {
        if (path is null)
        {
            return @base;
        }

        var vae = loaded.Find(vae => vae.Path == path) ?? Load(path);
        loaded.Remove(vae);
        loaded.Insert(0, vae);
        if (loaded.Count > Capacity)
        {
            loaded[^1].Dispose();
            loaded.RemoveAt(Capacity);
        }

        return vae.Vae;
    }

    public void Dispose()
    {
        loaded.ForEach(vae => vae.Dispose());
        loaded.Clear();
    }

    private LoadedVae Load(string path)
    {
        var checkpoint = VaeCheckpoint.Open(path, @base.Config);
        try
        {
            CheckFits(checkpoint);
            return new LoadedVae(path, checkpoint, new Vae(checkpoint.Config, checkpoint.Tensors, threads));
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

    private sealed record LoadedVae(string Path, VaeCheckpoint Checkpoint, Vae Vae) : IDisposable
    {
        public void Dispose()
        {
            Vae.Dispose();
            Checkpoint.Dispose();
        }
    }
}
