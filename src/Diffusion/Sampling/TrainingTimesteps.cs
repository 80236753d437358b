namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>Which of the T training timesteps N steps use, from the noisiest to the cleanest: arXiv:2305.08891, table 2. Halves round to even.</summary>
internal static class TrainingTimesteps
{
    /// <summary>As DDIM counts: linspace ends at 0, and leading steps are ⌊T/N⌋ apart.</summary>
    public static int[] Select(SchedulerConfig config, int steps) => config.Spacing switch
    {
        TimestepSpacing.Linspace => [.. Linspace(config.TrainTimesteps - 1, steps).Select(Round)],
        TimestepSpacing.Leading => InRange(config, Leading(config.TrainTimesteps / steps, steps, config.StepsOffset)),
        _ => Trailing(config.TrainTimesteps, config.TrainTimesteps, steps),
    };

    /// <summary>As Euler and Heun count: like <see cref="Select"/>, but linspace is not rounded, only kept in float32.</summary>
    public static double[] SelectContinuous(SchedulerConfig config, int steps) => config.Spacing == TimestepSpacing.Linspace
        ? [.. Linspace(config.TrainTimesteps - 1, steps).Select(t => (double)(float)t)]
        : [.. Select(config, steps)];

    /// <summary>As DPM-Solver++ and UniPC count: one timestep more is laid out, and the last one left out. Timesteps from <paramref name="end"/> on are not used.</summary>
    public static int[] SelectMultistep(SchedulerConfig config, int steps, int end) => config.Spacing switch
    {
        TimestepSpacing.Linspace => [.. Linspace(end - 1, steps + 1).Take(steps).Select(Round)],
        TimestepSpacing.Leading => InRange(config, [.. Leading(end / (steps + 1), steps + 1, config.StepsOffset).Take(steps)]),
        _ => Trailing(end, config.TrainTimesteps, steps),
    };

    private static IEnumerable<double> Linspace(int last, int count)
    {
        var step = count == 1 ? 0 : (double)last / (count - 1);
        return Enumerable.Range(0, count).Reverse().Select(i => i == count - 1 && count > 1 ? last : i * step);
    }

    private static int[] Leading(int ratio, int count, int offset) => [.. Enumerable.Range(0, count).Reverse().Select(i => i * ratio + offset)];

    // The step is rounded where NumPy's arange rounds it, so that halves fall alike. A schedule cut short may leave fewer timesteps than steps.
    private static int[] Trailing(int end, int trainTimesteps, int steps)
    {
        var step = end - (double)trainTimesteps / steps - end;
        return [.. Enumerable.Range(0, steps).Select(i => Round(end + i * step) - 1).TakeWhile(t => t >= 0)];
    }

    private static int[] InRange(SchedulerConfig config, int[] timesteps) => timesteps[0] < config.TrainTimesteps
        ? timesteps
        : throw new SamplingException(
            SamplingException.Steps,
            $"{timesteps.Length} steps of leading spacing, offset by {config.StepsOffset}, begin past the last of {config.TrainTimesteps} training timesteps; take fewer steps.");

    private static int Round(double value) => (int)Math.Round(value, MidpointRounding.ToEven);
}
