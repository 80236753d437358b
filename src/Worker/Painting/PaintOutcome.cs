using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Worker.Painting;

/// <summary>A painted job.</summary>
/// <param name="Painting">Pictures, and where the engine's time went.</param>
/// <param name="Sampler">The sampler that was used.</param>
/// <param name="Size">In pixels, of the first pass.</param>
/// <param name="Load">Time that loading the base model took; zero where it was in memory.</param>
/// <param name="Held">Time for which the job held the device, loading included.</param>
internal sealed record PaintOutcome(Diffusion.Pipelines.Painting Painting, SamplerKind Sampler, (int Width, int Height) Size, TimeSpan Load, TimeSpan Held);
