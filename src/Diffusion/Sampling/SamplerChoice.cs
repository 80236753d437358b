namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>The sampler a request asks for. Whatever is null is taken from the model's <c>scheduler_config.json</c>.</summary>
/// <param name="Kind">Which update rule.</param>
/// <param name="Sigmas">How noise levels are spread. Only Euler, Heun, DPM-Solver++ and UniPC know others than <see cref="SigmaSchedule.Timesteps"/>.</param>
/// <param name="Spacing">Which training timesteps the steps use. LCM has a rule of its own and none of these; with other <paramref name="Sigmas"/> than
/// <see cref="SigmaSchedule.Timesteps"/>, DPM-Solver++ and UniPC spread levels over all that the model was trained on, whatever the spacing.</param>
/// <param name="Eta">DDIM's η, the share of fresh noise per step: 0 (none) to 1 (as DDPM). Other samplers have none and take only 0.</param>
public sealed record SamplerChoice(SamplerKind? Kind = null, SigmaSchedule? Sigmas = null, TimestepSpacing? Spacing = null, double? Eta = null)
{
    /// <summary>The model's configuration, read for the right class, with this choice on top.</summary>
    /// <exception cref="SamplingException">The sampler cannot do it.</exception>
    internal SchedulerConfig ApplyTo(SchedulerConfig config)
    {
        Require(
            Sigmas is null or SigmaSchedule.Timesteps || config.Kind is
                SamplerKind.Euler or SamplerKind.Heun or SamplerKind.DpmPlusPlus2M or SamplerKind.DpmPlusPlus2MSde or SamplerKind.UniPc,
            $"Sigmas is {Sigmas}, but {config.Kind} takes its noise levels from the timesteps; allowed is {SigmaSchedule.Timesteps}.");
        Require(Spacing is null || config.Kind != SamplerKind.Lcm, $"Spacing is {Spacing}, but {config.Kind} spaces its timesteps by its own rule; allowed is none.");
        Require(
            Eta is null or 0 || (Eta is > 0 and <= 1 && config.Kind == SamplerKind.Ddim),
            config.Kind == SamplerKind.Ddim ? $"Eta is {Eta}; allowed is 0 to 1." : $"Eta is {Eta}, but {config.Kind} has none; allowed is 0.");
        return config with
        {
            Sigmas = Sigmas ?? config.Sigmas,
            UniformLambdas = Sigmas is null && config.UniformLambdas,
            Spacing = Spacing ?? config.Spacing,
            Eta = Eta ?? config.Eta,
        };
    }

    /// <summary>Refuses numbers that name nothing.</summary>
    /// <exception cref="SamplingException">A value is not one of its type's.</exception>
    internal void RequireDefined()
    {
        RequireDefined(nameof(Kind), Kind);
        RequireDefined(nameof(Sigmas), Sigmas);
        RequireDefined(nameof(Spacing), Spacing);
    }

    private static void RequireDefined<T>(string name, T? value)
        where T : struct, Enum =>
        Require(value is null || Enum.IsDefined(value.Value), $"{name} is {value}; allowed are {string.Join(", ", Enum.GetNames<T>())}.");

    private static void Require(bool condition, string problem) => SamplingException.Require(condition, SamplingException.Sampler, problem);
}
