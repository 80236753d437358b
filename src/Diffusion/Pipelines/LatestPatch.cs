using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>K: the step before which a request's LoRAs are in the weights at the latest. Denoising waits there for those that haven't arrived.</summary>
/// <remarks>
/// Katz (USENIX ATC'25, section 4.2) merges within 10 of 50 steps: the latents of a painting with the LoRA from the start and of one without are nearly the same until there.
/// Few steps leave no such time, and a consistency model's first step already decides on the picture.
/// </remarks>
internal static class LatestPatch
{
    private const int ShareOfSteps = 5;
    private const int Most = 10;
    private const int FewSteps = 10;

    /// <summary>K.</summary>
    /// <param name="sampler">The sampler.</param>
    /// <param name="steps">That are run.</param>
    /// <param name="exact">Whether the request wants them from the first step on.</param>
    public static int Before(SamplerKind sampler, int steps, bool exact) =>
        exact || steps < FewSteps || sampler == SamplerKind.Lcm ? 0 : Math.Min(steps / ShareOfSteps, Most);
}
