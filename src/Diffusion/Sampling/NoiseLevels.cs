namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>The path of a sampler that steps in σ.</summary>
/// <param name="Timesteps">What the network is told, one per level but the last.</param>
/// <param name="Sigmas">The levels in float32 precision, from the noisiest to the end of the last step.</param>
internal sealed record NoiseLevels(double[] Timesteps, double[] Sigmas)
{
    /// <summary>For Euler and Heun: σ and t are continuous, and other spreads run between the ends of the spaced timesteps.</summary>
    public static NoiseLevels ForEuler(SchedulerConfig config, NoiseSchedule schedule, int steps)
    {
        var timesteps = TrainingTimesteps.SelectContinuous(config, steps);
        var sigmas = timesteps.Select(schedule.Sigma).ToArray();
        if (config.LogLinearSigmas)
        {
            // One level more than steps: the last step then ends at the smallest σ.
            sigmas = SigmaSpread.Exponential(schedule.LogSigmaMax, schedule.LogSigmaMin, steps + 1);
        }

        if (config.Sigmas != SigmaSchedule.Timesteps)
        {
            sigmas = SigmaSpread.Between(config.Sigmas, config.SigmaMax ?? sigmas[0], config.SigmaMin ?? sigmas[^1], steps);
            timesteps = [.. sigmas.Select(schedule.Timestep)];
        }

        sigmas = Finished([.. sigmas, config.EndsAtSigmaMin ? schedule.SigmaMin : 0]);
        if (config.ContinuousTimesteps && config.Prediction == PredictionType.V)
        {
            timesteps = [.. sigmas.Take(steps).Select(sigma => 0.25 * Math.Log(sigma))];
        }

        return new NoiseLevels(Finished(timesteps), sigmas);
    }

    /// <summary>For DPM-Solver++ and UniPC: timesteps are whole, and other spreads run over the whole table.</summary>
    public static NoiseLevels ForMultistep(SchedulerConfig config, NoiseSchedule schedule, int steps)
    {
        var end = config.TrainTimesteps - schedule.CountBelowLambda(config.LambdaMin);
        if (config.UniformLambdas)
        {
            return FromSigmas(config, schedule, SigmaSpread.Exponential(schedule.LogSigmaMax, schedule.LogSigmaMin, steps), rounds: true);
        }

        if (config.Sigmas != SigmaSchedule.Timesteps)
        {
            var spread = SigmaSpread.Between(config.Sigmas, config.SigmaMax ?? schedule.SigmaMax, config.SigmaMin ?? schedule.SigmaMin, steps);
            return FromSigmas(config, schedule, spread, rounds: config.Sigmas == SigmaSchedule.Karras);
        }

        var timesteps = TrainingTimesteps.SelectMultistep(config, steps, end);
        var last = config.EndsAtSigmaMin ? schedule.SigmaMin : 0;
        return new NoiseLevels([.. timesteps], Finished([.. timesteps.Select(t => schedule.Sigma(t)), last]));
    }

    /// <summary>The path without its first steps.</summary>
    public NoiseLevels After(int steps) => new(Timesteps[steps..], Sigmas[steps..]);

    // Timesteps that are not rounded are cut off, and so are all of DPM-Solver++'s on the cosine schedule.
    private static NoiseLevels FromSigmas(SchedulerConfig config, NoiseSchedule schedule, double[] sigmas, bool rounds)
    {
        rounds &= config.Kind == SamplerKind.UniPc || config.BetaSchedule != BetaSchedule.SquaredCosine;
        var timesteps = sigmas.Select(schedule.Timestep).Select(t => rounds ? Math.Round(t, MidpointRounding.ToEven) : Math.Floor(t));
        var smallest = config.Kind == SamplerKind.UniPc ? sigmas[^1] : schedule.SigmaMin;
        return new NoiseLevels([.. timesteps], Finished([.. sigmas, config.EndsAtSigmaMin ? smallest : 0]));
    }

    private static double[] Finished(double[] values) => [.. values.Select(value => (double)(float)value)];
}
