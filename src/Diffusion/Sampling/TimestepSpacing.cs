namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>Which of the training timesteps the steps use (arXiv:2305.08891, table 2).</summary>
public enum TimestepSpacing
{
    /// <summary>Every ⌊T/N⌋-th, from the start.</summary>
    Leading,

    /// <summary>Every T/N-th, ending at the last one.</summary>
    Trailing,

    /// <summary>Evenly from the first to the last.</summary>
    Linspace,
}
