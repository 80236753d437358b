namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>How noise levels are spread between the largest and the smallest.</summary>
public enum SigmaSchedule
{
    /// <summary>As the timesteps give them.</summary>
    Timesteps,

    /// <summary>Karras et al., arXiv:2206.00364, equation 5, ρ = 7.</summary>
    Karras,

    /// <summary>Evenly in the logarithm.</summary>
    Exponential,

    /// <summary>By the quantiles of Beta(0.6, 0.6), arXiv:2407.12173.</summary>
    Beta,
}
