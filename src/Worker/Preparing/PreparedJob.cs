using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Worker.Preparing;

/// <summary>A job with everything at hand that painting it needs.</summary>
/// <param name="ModelPath">Where its base model lies.</param>
/// <param name="Request">What the engine is to paint.</param>
/// <param name="LoraNames">Path of each LoRA to the job's name or digest of it.</param>
/// <param name="Fetch">Time that finding adapters and fetching pictures took.</param>
internal sealed record PreparedJob(string ModelPath, PaintRequest Request, IReadOnlyDictionary<string, string> LoraNames, TimeSpan Fetch);
