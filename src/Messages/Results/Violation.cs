namespace SwiftDiffusion.Messages.Results;

/// <summary>A rule that a job breaks.</summary>
/// <param name="Field">The field's path in JSON, for example <c>controlNets[1].scale</c>.</param>
/// <param name="Problem">Its value and what is allowed, to be read on from the field: <c>is 9; allowed is -2 to 2</c>. Never holds a prompt.</param>
public sealed record Violation(string Field, string Problem)
{
    /// <summary>Field and problem as one sentence.</summary>
    public override string ToString() => $"{Field} {Problem}";
}
