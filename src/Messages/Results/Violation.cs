namespace SwiftDiffusion.Messages.Results;

/// <summary>A rule that a job breaks.</summary>
/// <param name="Field">The field's path in JSON, for example <c>controlNets[1].scale</c>.</param>
/// <param name="Problem">Its value and what is allowed, as one sentence.</param>
public sealed record Violation(string Field, string Problem);
