using SwiftDiffusion.Diffusion.Adapters.Merging;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>A request's LoRAs, each in memory and matched to the model, or on its way there.</summary>
/// <param name="Loras">In the request's order.</param>
/// <param name="Load">How long reading those took that were at hand.</param>
internal sealed record PreparedLoras(IReadOnlyList<PreparedLora> Loras, TimeSpan Load)
{
    /// <summary>Of a request without any.</summary>
    public static PreparedLoras None { get; } = new([], TimeSpan.Zero);

    /// <summary>What those that have arrived add to which weight.</summary>
    /// <param name="merged">Whether to count a LoRA in, by its place.</param>
    public MergePlan PlanOf(Func<int, bool> merged)
    {
        var plan = new MergePlan();
        foreach (var (i, lora) in Loras.Index().Where(entry => merged(entry.Index)))
        {
            plan.Add(lora.Lora.Result, lora.StrengthIn);
        }

        return plan;
    }
}
