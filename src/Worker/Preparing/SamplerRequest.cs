using SwiftDiffusion.Diffusion.Sampling;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Worker.Settling;

namespace SwiftDiffusion.Worker.Preparing;

/// <summary>Samplers in the contract's words, in the engine's and in A1111's.</summary>
internal static class SamplerRequest
{
    private static readonly (JobSampler Job, SamplerKind Engine, string A1111)[] Samplers =
    [
        (JobSampler.Ddim, SamplerKind.Ddim, "DDIM"),
        (JobSampler.Ddpm, SamplerKind.Ddpm, "DDPM"),
        (JobSampler.Pndm, SamplerKind.Pndm, "PLMS"),
        (JobSampler.Euler, SamplerKind.Euler, "Euler"),
        (JobSampler.EulerAncestral, SamplerKind.EulerAncestral, "Euler a"),
        (JobSampler.Heun, SamplerKind.Heun, "Heun"),
        (JobSampler.DpmPlusPlus2M, SamplerKind.DpmPlusPlus2M, "DPM++ 2M"),
        (JobSampler.DpmPlusPlus2MSde, SamplerKind.DpmPlusPlus2MSde, "DPM++ 2M SDE"),
        (JobSampler.UniPc, SamplerKind.UniPc, "UniPC"),
        (JobSampler.Lcm, SamplerKind.Lcm, "LCM"),
    ];

    /// <summary>What a job asks for; null where it leaves everything to the model.</summary>
    /// <exception cref="JobFailureException">There is no such sampler.</exception>
    public static SamplerChoice? Of(GenerateImages job)
    {
        NoiseSchedule? named = null;
        SamplerKind? kind = job.Sampler is null ? null : KindOf(job.Sampler, out named);
        var choice = new SamplerChoice(kind, SigmasOf(job.Schedule ?? named), SpacingOf(job.TimestepSpacing), job.Eta);
        return choice == new SamplerChoice() ? null : choice;
    }

    /// <summary>A sampler in our spelling.</summary>
    public static string NameOf(SamplerKind kind) => SamplerNames.Of(Samplers.Single(pair => pair.Engine == kind).Job);

    /// <summary>A sampler as A1111 spells it.</summary>
    public static string A1111NameOf(SamplerKind kind) => Samplers.Single(pair => pair.Engine == kind).A1111;

    private static SamplerKind KindOf(string name, out NoiseSchedule? schedule) => SamplerNames.TryParse(name, out var sampler, out schedule)
        ? Samplers.Single(pair => pair.Job == sampler).Engine
        : throw new JobFailureException(FailureReason.InvalidJob, $"sampler is not known; allowed is {string.Join(", ", SamplerNames.Allowed)}.");

    private static SigmaSchedule? SigmasOf(NoiseSchedule? schedule) => schedule switch
    {
        null => null,
        NoiseSchedule.Karras => SigmaSchedule.Karras,
        NoiseSchedule.Exponential => SigmaSchedule.Exponential,
        NoiseSchedule.Beta => SigmaSchedule.Beta,
        _ => SigmaSchedule.Timesteps,
    };

    private static Diffusion.Sampling.TimestepSpacing? SpacingOf(Messages.Jobs.TimestepSpacing? spacing) => spacing switch
    {
        null => null,
        Messages.Jobs.TimestepSpacing.Trailing => Diffusion.Sampling.TimestepSpacing.Trailing,
        Messages.Jobs.TimestepSpacing.Linspace => Diffusion.Sampling.TimestepSpacing.Linspace,
        _ => Diffusion.Sampling.TimestepSpacing.Leading,
    };
}
