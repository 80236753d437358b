using System.Diagnostics;
using SwiftDiffusion.Diffusion.Adapters;
using SwiftDiffusion.Diffusion.Adapters.Naming;
using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>Reads the LoRAs of a request, while another request is painted. Thread-safe: it touches no weight in use.</summary>
/// <param name="checkpoint">The model.</param>
/// <param name="memory">Bytes of LoRAs that stay in memory.</param>
internal sealed class LoraPreparer(Checkpoint checkpoint, long memory) : IDisposable
{
    // Written down when the first LoRA comes in: thousands of names.
    private readonly Lazy<LoraCache> cache = new(() => new LoraCache(
        new LoraMatcher(new AdapterTargets(checkpoint.UNet.Tensors, [.. checkpoint.TextEncoders.Select(encoder => encoder.Tensors)])), memory));

    /// <summary>Reads and matches what is at hand; what isn't follows by itself when it arrives, on another thread.</summary>
    /// <exception cref="InvalidRequestException">A scale is not a finite number.</exception>
    /// <exception cref="CheckpointException">A file that is at hand is broken, or is not for this model.</exception>
    public PreparedLoras Prepare(IReadOnlyList<LoraUse> uses)
    {
        if (uses.Count == 0)
        {
            return PreparedLoras.None;
        }

        var started = Stopwatch.GetTimestamp();
        foreach (var use in uses)
        {
            CheckScale(use.Scale);
            CheckScale(use.TextEncoderScale ?? use.Scale);
        }

        PreparedLora[] loras = [.. uses.Select(use => new PreparedLora(use, use.File.IsCompleted ? Task.FromResult(Load(use.File.GetAwaiter().GetResult())) : LoadAsync(use.File)))];
        return new PreparedLoras(loras, Stopwatch.GetElapsedTime(started));
    }

    public void Dispose()
    {
        if (cache.IsValueCreated)
        {
            cache.Value.Dispose();
        }
    }

    private static void CheckScale(double scale)
    {
        if (!float.IsFinite((float)scale))
        {
            throw new InvalidRequestException(nameof(PaintRequest.Loras), $"scale {scale} is not a finite number.");
        }
    }

    private async Task<Lora> LoadAsync(Task<string> file)
    {
        // Not on the thread that fetched it, which may have others to fetch.
        await ((Task)file).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return Load(await file.ConfigureAwait(false));
    }

    private Lora Load(string path) => cache.Value.Get(path);
}
