namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>A sampler, a schedule or a number of steps that cannot be painted with. It is thrown before painting begins; the same choice will fail again.</summary>
/// <param name="setting">Whose value is at fault: one of the names below.</param>
/// <param name="problem">The value and what is allowed, as one sentence.</param>
internal sealed class SamplingException(string setting, string problem) : Exception(problem)
{
    public const string Sampler = "Sampler";
    public const string Steps = "Steps";
    public const string Strength = "Strength";

    /// <summary>Whose value is at fault.</summary>
    public string Setting { get; } = setting;

    /// <summary>Throws unless <paramref name="condition"/> holds.</summary>
    public static void Require(bool condition, string setting, string problem)
    {
        if (!condition)
        {
            throw new SamplingException(setting, problem);
        }
    }
}
