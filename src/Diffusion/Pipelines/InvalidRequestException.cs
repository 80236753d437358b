namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>A request that this model cannot paint; the same request will fail again.</summary>
/// <param name="field">The property of <see cref="PaintRequest"/> at fault.</param>
/// <param name="problem">Its value and what is allowed, as one sentence.</param>
public sealed class InvalidRequestException(string field, string problem) : Exception($"{field}: {problem}")
{
    /// <summary>The property of <see cref="PaintRequest"/> at fault.</summary>
    public string Field { get; } = field;
}
