namespace SwiftDiffusion.Messages.Jobs;

/// <summary>The samplers that a job can name; <see cref="SamplerNames"/> knows how others spell them.</summary>
public enum JobSampler
{
    /// <summary>Denoising diffusion implicit models, arXiv:2010.02502.</summary>
    Ddim,

    /// <summary>Denoising diffusion probabilistic models, arXiv:2006.11239.</summary>
    Ddpm,

    /// <summary>Pseudo numerical methods, PLMS form, arXiv:2202.09778.</summary>
    Pndm,

    /// <summary>Euler's method, arXiv:2206.00364.</summary>
    Euler,

    /// <summary>Euler with ancestral noise.</summary>
    EulerAncestral,

    /// <summary>Heun's second-order method, arXiv:2206.00364.</summary>
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
