namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>Heun's second-order method on the probability flow: Karras et al. 2022, arXiv:2206.00364, algorithm 1.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>here</term><description>paper</description></listheader>
/// <item><term>σ, <c>sigma</c>, <c>next</c></term><description>t_i and t_{i+1}, since σ(t) = t</description></item>
/// <item><term><c>d</c>, <c>dNext</c></term><description>d_i and d′_i, dx/dσ at both ends of the step</description></item>
/// </list>
/// Every step but the last is two calls: an Euler step, then the same step with the mean slope. All levels but the first and the last stand twice in the schedule.
/// </remarks>
internal sealed class HeunSampler(SchedulerConfig config, NoiseLevels levels) : SigmaSampler(config, levels)
{
    private float[] start = [];
    private float[] d = [];
    private float[] dNext = [];

    public override int Steps => (Timesteps.Count + 1) / 2;

    /// <summary>The levels as calls see them: each once for the slope at its end of the step before, and once for its own step.</summary>
    public static NoiseLevels Doubled(NoiseLevels levels) => new(
        [.. levels.Timesteps.SelectMany((t, i) => i == 0 ? [t] : new[] { t, t })],
        [.. levels.Sigmas.SelectMany((sigma, i) => i == 0 || i == levels.Sigmas.Length - 1 ? [sigma] : new[] { sigma, sigma })]);

    public override int StepOf(int call) => call / 2;

    protected override void Advance(int call, ReadOnlySpan<float> m, Span<float> x, INoiseSource noise)
    {
        if (call % 2 == 0)
        {
            var (sigma, next) = ((float)Sigmas[call], (float)Sigmas[call + 1]);
            Slope(x, m, sigma, Sized(ref d, x.Length));
            x.CopyTo(Sized(ref start, x.Length));
            for (var i = 0; i < x.Length; i++)
            {
                x[i] += d[i] * (next - sigma);
            }
        }
        else
        {
            var (sigma, next) = ((float)Sigmas[call - 1], (float)Sigmas[call]);
            Slope(x, m, next, Sized(ref dNext, x.Length));
            for (var i = 0; i < x.Length; i++)
            {
                x[i] = start[i] + (d[i] + dNext[i]) / 2 * (next - sigma);
            }
        }
    }
}
