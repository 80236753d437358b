namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>The update rules, named as their papers do. After each stand its class in diffusers and, where it has one, its name in A1111.</summary>
public enum SamplerKind
{
    /// <summary>Denoising diffusion implicit models, arXiv:2010.02502. <c>DDIMScheduler</c>, DDIM.</summary>
    Ddim,

    /// <summary>Denoising diffusion probabilistic models, arXiv:2006.11239. <c>DDPMScheduler</c>.</summary>
    Ddpm,

    /// <summary>Pseudo numerical methods, PLMS form, arXiv:2202.09778. <c>PNDMScheduler</c> with <c>skip_prk_steps</c>, PLMS.</summary>
    Pndm,

    /// <summary>Euler's method on the probability flow, arXiv:2206.00364, algorithm 2. <c>EulerDiscreteScheduler</c>, Euler.</summary>
    Euler,

    /// <summary>Euler with ancestral noise, as in k-diffusion. <c>EulerAncestralDiscreteScheduler</c>, Euler a.</summary>
    EulerAncestral,

    /// <summary>Heun's second-order method, arXiv:2206.00364, algorithm 1. <c>HeunDiscreteScheduler</c>, Heun.</summary>
    Heun,

    /// <summary>DPM-Solver++ multistep, arXiv:2211.01095. <c>DPMSolverMultistepScheduler</c>, DPM++ 2M.</summary>
    DpmPlusPlus2M,

    /// <summary>The stochastic form of <see cref="DpmPlusPlus2M"/>. Its class with the <c>algorithm_type</c> <c>sde-dpmsolver++</c>, DPM++ 2M SDE.</summary>
    DpmPlusPlus2MSde,

    /// <summary>Unified predictor-corrector, arXiv:2302.04867. <c>UniPCMultistepScheduler</c>, UniPC.</summary>
    UniPc,

    /// <summary>Latent consistency models, arXiv:2310.04378. <c>LCMScheduler</c>, LCM.</summary>
    Lcm,
}
