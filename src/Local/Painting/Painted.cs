using SwiftDiffusion.Messages.Results;

namespace SwiftDiffusion.Local.Painting;

/// <summary>What a run came to.</summary>
/// <param name="Result">What the worker painted.</param>
/// <param name="Paths">Where each image lies, in the order of the result's.</param>
internal sealed record Painted(JobResult Result, IReadOnlyList<string> Paths);
