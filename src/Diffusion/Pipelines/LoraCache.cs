using SwiftDiffusion.Diffusion.Adapters;
using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>The LoRAs that a model has used last, in memory and matched to it. Thread-safe: two requests that want the same file at the same time read it once.</summary>
/// <param name="matcher">Reads them.</param>
/// <param name="budget">Bytes that are kept. Requests hold theirs as long as they need them, kept or not.</param>
internal sealed class LoraCache(LoraMatcher matcher, long budget) : IDisposable
{
    private readonly Lock gate = new();
    private readonly RecentlyUsed<LoraIdentity, Lora> kept = new("lora", budget);
    private readonly Dictionary<LoraIdentity, Lazy<Lora>> loading = [];

    /// <summary>A LoRA, from memory if its file is what it was when it was read.</summary>
    /// <exception cref="CheckpointException">The file is broken, has nothing for this model, or is for another family of base models.</exception>
    public Lora Get(string path)
    {
        var file = LoraIdentity.Of(path);
        Lazy<Lora>? reader;
        lock (gate)
        {
            if (kept.TryGet(file, out var lora))
            {
                return lora;
            }

            if (!loading.TryGetValue(file, out reader))
            {
                loading.Add(file, reader = new Lazy<Lora>(() => matcher.Load(path)));
            }
        }

        try
        {
            return reader.Value;
        }
        finally
        {
            Settle(file, reader);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            kept.Dispose();
        }
    }

    /// <summary>The first who comes back with a LoRA keeps it for the others; one that cannot be read is tried again next time.</summary>
    private void Settle(LoraIdentity file, Lazy<Lora> reader)
    {
        lock (gate)
        {
            if (loading.Remove(file) && reader.IsValueCreated)
            {
                // If the file was replaced in between, it is kept as what it was read as.
                kept.Add(reader.Value.Identity, reader.Value, reader.Value.Bytes);
                kept.Trim(inUse: 0);
            }
        }
    }
}
