using SwiftDiffusion.Diffusion.Sampling;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Worker.Settling;

namespace SwiftDiffusion.Worker.Preparing;

/// <summary>Samplers in the contract's words and in the engine's.</summary>
internal static class SamplerRequest
{
    private static readonly (JobSampler Job, SamplerKind Engine)[] Samplers =
    [
        (JobSampler.Ddim, SamplerKind.Ddim),
        (JobSampler.Ddpm, SamplerKind.Ddpm),
        (JobSampler.Pndm, SamplerKind.Pndm),
        (JobSampler.Euler, SamplerKind.Euler),
        (JobSampler.EulerAncestral, SamplerKind.EulerAncestral),
        (JobSampler.Heun, SamplerKind.Heun),
        (JobSampler.DpmPlusPlus2M, SamplerKind.DpmPlusPlus2M),
        (JobSampler.DpmPlusPlus2MSde, SamplerKind.DpmPlusPlus2MSde),
        (JobSampler.UniPc, SamplerKind.UniPc),
        (JobSampler.Lcm, SamplerKind.Lcm),
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
