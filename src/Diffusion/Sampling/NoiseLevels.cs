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
            sigmas = Spread(config, sigmas[0], sigmas[^1], steps);
            timesteps = [.. sigmas.Select(schedule.Timestep)];
        }

        sigmas = Finished(config, [.. sigmas, config.EndsAtSigmaMin ? schedule.SigmaMin : 0]);
        if (config.ContinuousTimesteps && config.Prediction == PredictionType.V)
        {
            timesteps = [.. sigmas.Take(steps).Select(sigma => 0.25 * Math.Log(sigma))];
        }

        return new NoiseLevels(InSingle(timesteps), sigmas);
    }

    /// <summary>For DPM-Solver++ and UniPC: timesteps are whole, and other spreads run over the whole table.</summary>
    public static NoiseLevels ForMultistep(SchedulerConfig config, NoiseSchedule schedule, int steps)
    {
        var end = config.TrainTimesteps - schedule.CountBelowLambda(config.LambdaMin);
        SamplingException.Require(end > 0, SamplingException.Sampler, $"lambda_min_clipped is {config.LambdaMin}, above every level that the model was trained on; allowed is less.");
        if (config.UniformLambdas)
        {
            return FromSigmas(config, schedule, SigmaSpread.Exponential(schedule.LogSigmaMax, schedule.LogSigmaMin, steps), rounds: true);
        }

        if (config.Sigmas != SigmaSchedule.Timesteps)
        {
            var spread = Spread(config, schedule.SigmaMax, schedule.SigmaMin, steps);
            return FromSigmas(config, schedule, spread, rounds: config.Sigmas == SigmaSchedule.Karras);
        }

        var timesteps = TrainingTimesteps.SelectMultistep(config, steps, end);
        var last = config.EndsAtSigmaMin ? schedule.SigmaMin : 0;
        return new NoiseLevels([.. timesteps], Finished(config, [.. timesteps.Select(t => schedule.Sigma(t)), last]));
    }

    /// <summary>The path without its first steps.</summary>
    /// <exception cref="SamplingException">No step is left: a schedule cut short by its smallest λ has fewer than were asked for.</exception>
    public NoiseLevels After(int steps)
    {
        SamplingException.Require(
            steps < Timesteps.Length, SamplingException.Strength, $"the schedule has {Timesteps.Length} steps, and none is left after the first {steps}; take a greater strength.");
        return new NoiseLevels(Timesteps[steps..], Sigmas[steps..]);
    }

    private static double[] Spread(SchedulerConfig config, double largest, double smallest, int steps)
    {
        var (max, min) = (config.SigmaMax ?? largest, config.SigmaMin ?? smallest);
        SamplingException.Require(
            min <= max, SamplingException.Sampler, $"{config.Sigmas} noise levels would rise from {max} to {min}; allowed are a sigma_min and a sigma_max in the model's file that fit it.");
        return SigmaSpread.Between(config.Sigmas, max, min, steps);
    }

    // Timesteps that are not rounded are cut off, and so are all of DPM-Solver++'s on the cosine schedule.
    private static NoiseLevels FromSigmas(SchedulerConfig config, NoiseSchedule schedule, double[] sigmas, bool rounds)
    {
        rounds &= config.Kind == SamplerKind.UniPc || config.BetaSchedule != BetaSchedule.SquaredCosine;
        var timesteps = sigmas.Select(schedule.Timestep).Select(t => rounds ? Math.Round(t, MidpointRounding.ToEven) : Math.Floor(t));
        var smallest = config.Kind == SamplerKind.UniPc ? sigmas[^1] : schedule.SigmaMin;
        return new NoiseLevels([.. timesteps], Finished(config, [.. sigmas, config.EndsAtSigmaMin ? smallest : 0]));
    }

    // Rules divide by a step's length, or by that of the one before it; only the last may have none, as where the schedule's smallest level stands twice.
    private static double[] Finished(SchedulerConfig config, double[] sigmas)
    {
        sigmas = InSingle(sigmas);
        for (var i = 1; i < sigmas.Length; i++)
        {
            var falls = double.IsFinite(sigmas[i - 1]) && (sigmas[i] < sigmas[i - 1] || (i == sigmas.Length - 1 && sigmas[i] == sigmas[i - 1]));
            if (!falls)
            {
                throw new SamplingException(
                    SamplingException.Steps,
                    $"{sigmas.Length - 1} steps of {config.Kind} go from noise level {sigmas[i - 1]} to {sigmas[i]}, and each must be below the one before; take fewer steps.");
            }
        }

        return sigmas;
    }

    private static double[] InSingle(double[] values) => [.. values.Select(value => (double)(float)value)];
}
