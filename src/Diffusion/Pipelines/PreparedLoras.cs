using SwiftDiffusion.Diffusion.Adapters.Merging;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>A request's LoRAs, in memory and matched to the model.</summary>
/// <param name="Plan">What they add to which weight.</param>
/// <param name="Reports">What was matched, in the request's order.</param>
/// <param name="Load">How long reading them took.</param>
internal sealed record PreparedLoras(MergePlan Plan, IReadOnlyList<LoraReport> Reports, TimeSpan Load)
{
    /// <summary>Of a request without any.</summary>
    public static PreparedLoras None { get; } = new(MergePlan.Base, [], TimeSpan.Zero);
}
