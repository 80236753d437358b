namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>What diffusers calls the samplers: the one place that knows the class names of <c>scheduler_config.json</c>.</summary>
internal static class SchedulerClasses
{
    /// <summary>By class name. <see cref="SamplerKind.DpmPlusPlus2MSde"/> has none of its own: it is an <c>algorithm_type</c> of <see cref="SamplerKind.DpmPlusPlus2M"/>'s.</summary>
    public static IReadOnlyDictionary<string, SamplerKind> Kinds { get; } = new Dictionary<string, SamplerKind>
    {
        ["DDIMScheduler"] = SamplerKind.Ddim,
        ["DDPMScheduler"] = SamplerKind.Ddpm,
        ["PNDMScheduler"] = SamplerKind.Pndm,
        ["EulerDiscreteScheduler"] = SamplerKind.Euler,
        ["EulerAncestralDiscreteScheduler"] = SamplerKind.EulerAncestral,
        ["HeunDiscreteScheduler"] = SamplerKind.Heun,
        ["DPMSolverMultistepScheduler"] = SamplerKind.DpmPlusPlus2M,
        ["UniPCMultistepScheduler"] = SamplerKind.UniPc,
        ["LCMScheduler"] = SamplerKind.Lcm,
    };
}
