using System.Diagnostics.CodeAnalysis;

namespace SwiftDiffusion.Messages.Jobs;

/// <summary>How samplers are spelt: by us (as ComfyUI does), by diffusers (its classes), and by A1111, whose names may end in a schedule: <c>DPM++ 2M Karras</c>.</summary>
public static class SamplerNames
{
    private static readonly (JobSampler Sampler, string Ours, string[] Others)[] Spellings =
    [
        (JobSampler.Ddim, "ddim", ["DDIMScheduler"]),
        (JobSampler.Ddpm, "ddpm", ["DDPMScheduler"]),
        (JobSampler.Pndm, "pndm", ["PNDMScheduler", "PLMS"]),
        (JobSampler.Euler, "euler", ["EulerDiscreteScheduler"]),
        (JobSampler.EulerAncestral, "euler_ancestral", ["EulerAncestralDiscreteScheduler", "Euler a", "euler_a"]),
        (JobSampler.Heun, "heun", ["HeunDiscreteScheduler"]),
        (JobSampler.DpmPlusPlus2M, "dpmpp_2m", ["DPMSolverMultistepScheduler", "DPM++ 2M"]),
        (JobSampler.DpmPlusPlus2MSde, "dpmpp_2m_sde", ["DPM++ 2M SDE"]),
        (JobSampler.UniPc, "uni_pc", ["UniPCMultistepScheduler", "UniPC"]),
        (JobSampler.Lcm, "lcm", ["LCMScheduler"]),
    ];

    private static readonly Dictionary<string, (JobSampler Sampler, NoiseSchedule? Schedule)> Known = Spell();

    /// <summary>The samplers in our spelling, for messages that say what is allowed.</summary>
    public static IReadOnlyList<string> Allowed { get; } = [.. Spellings.Select(spelling => spelling.Ours)];

    /// <summary>A sampler in our spelling, for example <c>dpmpp_2m</c>.</summary>
    public static string Of(JobSampler sampler) => Spellings.Single(spelling => spelling.Sampler == sampler).Ours;

    /// <summary>Reads a name in any of the three spellings, in upper or lower case.</summary>
    /// <param name="name">The name.</param>
    /// <param name="sampler">The sampler that it means.</param>
    /// <param name="schedule">The schedule that the name says, as <c>Karras</c> does in <c>DPM++ 2M Karras</c>; null where it says none.</param>
    /// <returns>Whether there is such a sampler.</returns>
    public static bool TryParse([NotNullWhen(true)] string? name, out JobSampler sampler, out NoiseSchedule? schedule)
    {
        (sampler, schedule) = name is not null && Known.TryGetValue(name, out var found) ? found : default;
        return name is not null && Known.ContainsKey(name);
    }

    /// <summary>The schedules that a sampler can follow. Those that work on training timesteps take no others.</summary>
    public static IReadOnlyList<NoiseSchedule> SchedulesOf(JobSampler sampler) => sampler switch
    {
        JobSampler.Euler or JobSampler.Heun or JobSampler.DpmPlusPlus2M or JobSampler.DpmPlusPlus2MSde or JobSampler.UniPc => Enum.GetValues<NoiseSchedule>(),
        _ => [NoiseSchedule.Timesteps],
    };

    private static Dictionary<string, (JobSampler Sampler, NoiseSchedule? Schedule)> Spell()
    {
        var known = new Dictionary<string, (JobSampler, NoiseSchedule?)>(StringComparer.OrdinalIgnoreCase);
        foreach (var (sampler, ours, others) in Spellings)
        {
            foreach (var name in others.Prepend(ours))
            {
                known.Add(name, (sampler, null));
                foreach (var schedule in SchedulesOf(sampler).Where(schedule => schedule != NoiseSchedule.Timesteps))
                {
                    known.Add($"{name} {schedule}", (sampler, schedule));
                }
            }
        }

        return known;
    }
}
