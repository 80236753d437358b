namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>The sampler a request asks for. Whatever is null is taken from the model's <c>scheduler_config.json</c>.</summary>
/// <param name="Kind">Which update rule.</param>
/// <param name="Sigmas">How noise levels are spread. Only Euler, Heun, DPM-Solver++ and UniPC know others than <see cref="SigmaSchedule.Timesteps"/>.</param>
/// <param name="Spacing">Which training timesteps the steps use. LCM has a rule of its own and none of these.</param>
/// <param name="Eta">DDIM's η, the share of fresh noise per step: 0 (none) to 1 (as DDPM). Other samplers have none and take only 0.</param>
public sealed record SamplerChoice(SamplerKind? Kind = null, SigmaSchedule? Sigmas = null, TimestepSpacing? Spacing = null, double? Eta = null)
{
    /// <summary>The model's configuration, read for the right class, with this choice on top.</summary>
    internal SchedulerConfig ApplyTo(SchedulerConfig config)
    {
        if (Sigmas is { } sigmas && sigmas != SigmaSchedule.Timesteps && config.Kind is not
            (SamplerKind.Euler or SamplerKind.Heun or SamplerKind.DpmPlusPlus2M or SamplerKind.DpmPlusPlus2MSde or SamplerKind.UniPc))
        {
            throw new ArgumentException($"Sigmas is {sigmas}, but {config.Kind} takes its noise levels from the timesteps; allowed is {SigmaSchedule.Timesteps}.");
        }

        if (Spacing is { } spacing && config.Kind == SamplerKind.Lcm)
        {
            throw new ArgumentException($"Spacing is {spacing}, but {config.Kind} spaces its timesteps by its own rule; allowed is none.");
        }

        if (Eta is { } eta && !(eta == 0 || (eta > 0 && eta <= 1 && config.Kind == SamplerKind.Ddim)))
        {
            throw new ArgumentException($"Eta is {eta}; allowed is 0 to 1 with {SamplerKind.Ddim}, and 0 with {config.Kind}.");
        }

        return config with
        {
            Sigmas = Sigmas ?? config.Sigmas,
            UniformLambdas = Sigmas is null && config.UniformLambdas,
            Spacing = Spacing ?? config.Spacing,
            Eta = Eta ?? config.Eta,
        };
    }
}
