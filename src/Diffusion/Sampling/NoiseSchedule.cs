namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>The noise levels that a model was trained on: ᾱ_t and σ_t = √((1 − ᾱ_t)/ᾱ_t) for t = 0 … T − 1.</summary>
/// <remarks>The tables are kept in float32, as torch computes them: some schedules truncate timesteps found from them, where the last bit decides.</remarks>
internal sealed class NoiseSchedule
{
    // What a zero terminal SNR is raised to where σ must be finite: 2⁻²⁴, the smallest subnormal of float16. Its σ is √(2²⁴ − 1), just below the middle between two
    // floats; torch's power rounds it up, and at a single step from 4096 to 0 the last bit shows.
    private const float SmallestAlphaBar = 1f / (1 << 24);
    private const float LargestSigma = 1 << 12;

    private readonly float[] alphaBars;
    private readonly float[] sigmas;
    private readonly float[] logSigmas;

    private NoiseSchedule(float[] alphaBars)
    {
        this.alphaBars = alphaBars;
        sigmas = [.. alphaBars.Select(alphaBar => alphaBar == SmallestAlphaBar ? LargestSigma : MathF.Sqrt((1 - alphaBar) / alphaBar))];
        logSigmas = [.. sigmas.Select(sigma => (float)Math.Log(sigma))];
    }

    /// <summary>T.</summary>
    public int Length => alphaBars.Length;

    public double SigmaMin => sigmas[0];

    public double SigmaMax => sigmas[^1];

    public double LogSigmaMin => logSigmas[0];

    public double LogSigmaMax => logSigmas[^1];

    /// <summary>The schedule of a configuration. Samplers that step in σ need <paramref name="finiteSigmas"/>, others keep an ᾱ of exactly 0.</summary>
    public static NoiseSchedule Create(SchedulerConfig config, bool finiteSigmas)
    {
        var betas = config.TrainedBetas?.ToArray() ?? config.BetaSchedule switch
        {
            BetaSchedule.Linear => Linspace((float)config.BetaStart, (float)config.BetaEnd, config.TrainTimesteps),
            BetaSchedule.ScaledLinear => [.. Linspace((float)Math.Sqrt(config.BetaStart), (float)Math.Sqrt(config.BetaEnd), config.TrainTimesteps).Select(root => root * root)],
            _ => SquaredCosine(config.TrainTimesteps),
        };
        var alphaBars = CumulativeProduct(config.ZeroTerminalSnr ? RescaledToZeroSnr(betas) : betas);
        if (config.ZeroTerminalSnr && finiteSigmas)
        {
            alphaBars[^1] = SmallestAlphaBar;
        }

        return new NoiseSchedule(alphaBars);
    }

    /// <summary>ᾱ_t.</summary>
    public double AlphaBar(int t) => alphaBars[t];

    /// <summary>σ at a timestep that may lie between two of the table, linearly.</summary>
    public double Sigma(double t)
    {
        var low = Math.Min((int)t, Length - 2);
        return sigmas[low] + ((double)sigmas[low + 1] - sigmas[low]) * (t - low);
    }

    /// <summary>The timestep whose σ this is, linearly in ln σ between two of the table, clamped to its ends.</summary>
    public double Timestep(double sigma)
    {
        var log = Math.Log(Math.Max(sigma, 1e-10));
        var found = Array.FindLastIndex(logSigmas, entry => entry <= log);
        var low = Math.Clamp(found, 0, Length - 2);
        var weight = Math.Clamp((logSigmas[low] - log) / (logSigmas[low] - logSigmas[low + 1]), 0, 1);
        return (1 - weight) * low + weight * (low + 1);
    }

    /// <summary>How many timesteps, counted from the noisy end, have a λ = ln(√ᾱ/√(1−ᾱ)) below <paramref name="lambda"/>.</summary>
    public int CountBelowLambda(double lambda) => alphaBars.Count(alphaBar => MathF.Log(MathF.Sqrt(alphaBar)) - MathF.Log(MathF.Sqrt(1 - alphaBar)) < lambda);

    // From both ends to the middle, as torch does.
    private static float[] Linspace(float start, float end, int count)
    {
        var step = (end - start) / (count - 1);
        return [.. Enumerable.Range(0, count).Select(i => i < count / 2 ? start + step * i : end - step * (count - 1 - i))];
    }

    // β_i = 1 − f((i+1)/T)/f(i/T), at most 0.999.
    private static float[] SquaredCosine(int count)
    {
        static double F(double u) => Math.Pow(Math.Cos((u + 0.008) / 1.008 * Math.PI / 2), 2);
        return [.. Enumerable.Range(0, count).Select(i => (float)Math.Min(1 - F((double)(i + 1) / count) / F((double)i / count), 0.999))];
    }

    // √ᾱ is shifted to end at 0 and scaled to start where it did: arXiv:2305.08891, algorithm 1.
    private static float[] RescaledToZeroSnr(float[] betas)
    {
        var roots = CumulativeProduct(betas).Select(MathF.Sqrt).ToArray();
        var (first, last) = (roots[0], roots[^1]);
        var scale = first / (first - last);
        var alphaBars = roots.Select(root => (root - last) * scale).Select(root => root * root).ToArray();
        return [.. alphaBars.Select((alphaBar, i) => 1 - (i == 0 ? alphaBar : alphaBar / alphaBars[i - 1]))];
    }

    // ᾱ_t = Π (1 − β_s), accumulated in double.
    private static float[] CumulativeProduct(float[] betas)
    {
        var product = 1.0;
        return [.. betas.Select(beta => (float)(product *= 1 - beta))];
    }
}
