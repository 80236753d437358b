using System.Globalization;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Serialization;

namespace SwiftDiffusion.Messages.Validation;

/// <summary>The sampler is known and can do what the job asks of it. Where the job leaves it to the model, only the worker can tell.</summary>
internal static class SamplingRules
{
    public static void Check(GenerateImages job, Violations violations)
    {
        if (job.Sampler is null)
        {
            return;
        }

        if (!SamplerNames.TryParse(job.Sampler, out var sampler, out var implied))
        {
            violations.Add("sampler", Shown.Text(job.Sampler), $"{string.Join(", ", SamplerNames.Allowed)}, a class of diffusers' or a name of A1111's for one of them");
            return;
        }

        CheckSchedule(job, sampler, implied, violations);
        CheckSteps(job, sampler, violations);
        if (job.TimestepSpacing is { } spacing && sampler == JobSampler.Lcm)
        {
            violations.Add("timestepSpacing", Shown.Value(spacing), "none with lcm, which spaces its timesteps by its own rule");
        }

        if (job.Eta is { } eta and not 0 && sampler != JobSampler.Ddim)
        {
            violations.Add("eta", Shown.Value(eta), $"a value with ddim only; the sampler is {SamplerNames.Of(sampler)}");
        }
    }

    private static void CheckSchedule(GenerateImages job, JobSampler sampler, NoiseSchedule? implied, Violations violations)
    {
        if (job.Schedule is not { } schedule || !Enum.IsDefined(schedule))
        {
            return;
        }

        if (implied is { } said && schedule != said)
        {
            violations.Add("schedule", Shown.Value(schedule), $"{Words.Of(said)}, or none, with sampler {Shown.Text(job.Sampler!)}");
        }
        else if (!SamplerNames.SchedulesOf(sampler).Contains(schedule))
        {
            violations.Add("schedule", Shown.Value(schedule), $"timesteps, or none, with sampler {SamplerNames.Of(sampler)}");
        }
    }

    // LCM runs all of its steps at any strength; the others run their last ⌊steps · strength⌋.
    private static void CheckSteps(GenerateImages job, JobSampler sampler, Violations violations)
    {
        if (sampler == JobSampler.Lcm)
        {
            return;
        }

        if (job.InitImage is not null)
        {
            CheckSteps("strength", job.Strength, job.Steps, violations);
        }

        if (job.Hires is { } hires)
        {
            CheckSteps("hires.strength", hires.Strength, hires.Steps ?? job.Steps, violations);
        }
    }

    private static void CheckSteps(string field, double strength, int steps, Violations violations)
    {
        if (strength is > 0 and <= 1 && steps is >= 1 and <= JobLimits.Steps && (int)(steps * strength) == 0)
        {
            violations.Add(field, Shown.Value(strength), string.Create(CultureInfo.InvariantCulture, $"at least 1/{steps}, so that one of {steps} steps is left"));
        }
    }
}
