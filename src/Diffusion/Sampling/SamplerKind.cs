namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>The update rules, named as their papers do.</summary>
public enum SamplerKind
{
    /// <summary>Denoising diffusion implicit models, arXiv:2010.02502.</summary>
    Ddim,

    /// <summary>Denoising diffusion probabilistic models, arXiv:2006.11239.</summary>
    Ddpm,

    /// <summary>Pseudo numerical methods, PLMS form, arXiv:2202.09778.</summary>
    Pndm,

    /// <summary>Euler's method on the probability flow, arXiv:2206.00364, algorithm 2.</summary>
    Euler,

    /// <summary>Euler with ancestral noise, as in k-diffusion.</summary>
    EulerAncestral,

    /// <summary>Heun's second-order method, arXiv:2206.00364, algorithm 1.</summary>
    Heun,

    /// <summary>DPM-Solver++ multistep, arXiv:2211.01095.</summary>
    DpmPlusPlus2M,

    /// <summary>The stochastic form of <see cref="DpmPlusPlus2M"/>.</summary>
    DpmPlusPlus2MSde,

    /// <summary>Unified predictor-corrector, arXiv:2302.04867.</summary>
    UniPc,

    /// <summary>Latent consistency models, arXiv:2310.04378.</summary>
    Lcm,
}
