using System.Diagnostics;
using SwiftDiffusion.Diffusion.Adapters;
using SwiftDiffusion.Diffusion.Adapters.Merging;
using SwiftDiffusion.Diffusion.Adapters.Naming;
using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>Reads the LoRAs of a request and plans their merge, while another request is painted. Thread-safe: it touches no weight in use.</summary>
internal sealed class LoraPreparer(Checkpoint checkpoint)
{
    // Written down when the first LoRA comes in: thousands of names.
    private readonly Lazy<LoraMatcher> matcher = new(() => new LoraMatcher(new AdapterTargets(
        checkpoint.UNet.Tensors,
        [.. checkpoint.TextEncoders.Select(encoder => encoder.Tensors)])));

    /// <summary>Reads, matches and plans.</summary>
    /// <exception cref="InvalidRequestException">A scale is not a finite number.</exception>
    /// <exception cref="CheckpointException">A file is broken, or is not for this model.</exception>
    public PreparedLoras Prepare(IReadOnlyList<LoraUse> uses)
    {
        if (uses.Count == 0)
        {
            return PreparedLoras.None;
        }

        var started = Stopwatch.GetTimestamp();
        var (plan, reports, loaded) = (new MergePlan(), new List<LoraReport>(), new Dictionary<string, Lora>());
        foreach (var use in uses)
        {
            CheckScale(use.Scale);
            CheckScale(use.TextEncoderScale ?? use.Scale);
            if (!loaded.TryGetValue(use.Path, out var lora))
            {
                loaded.Add(use.Path, lora = matcher.Value.Load(use.Path));
            }

            plan.Add(lora, network => (float)(network == AdapterTarget.UNet ? use.Scale : use.TextEncoderScale ?? use.Scale));
            reports.Add(new LoraReport(use, Step: 0, lora.MatchedModules, lora.UnmatchedKeys));
        }

        return new PreparedLoras(plan, reports, Stopwatch.GetElapsedTime(started));
    }

    private static void CheckScale(double scale)
    {
        if (!float.IsFinite((float)scale))
        {
            throw new InvalidRequestException(nameof(PaintRequest.Loras), $"scale {scale} is not a finite number.");
        }
    }
}
