namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>DPM-Solver++, multistep, orders 1 to 3: Lu et al. 2022, arXiv:2211.01095, algorithm 2; and its stochastic form (appendix, SDE-DPM-Solver++).</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>here</term><description>paper</description></listheader>
/// <item><term><c>from</c>, <c>to</c></term><description>t_{i−1} and t_i, between which this step goes</description></item>
/// <item><term><c>h</c></term><description>h_i = λ_{t_i} − λ_{t_{i−1}}</description></item>
/// <item><term><c>r0</c>, <c>r1</c></term><description>the lengths of the steps before in terms of h</description></item>
/// <item><term>D₀, D₁, D₂</term><description>x₀ and its divided differences in λ, the derivatives' estimates</description></item>
/// <item><term>x₀</term><description>x_θ, the data prediction</description></item>
/// </list>
/// The integral of each derivative over the step is a weight; for the stochastic form it is taken over 2h, and what is missing in variance is added as noise.
/// Of D₂ the third order takes half of what the quadratic through three outputs would, as the authors' code and diffusers do.
/// </remarks>
internal sealed class DpmPlusPlusSampler(SchedulerConfig config, NoiseLevels levels, int totalSteps) : MultistepSampler(config, levels)
{
    // Below this many steps the last ones are of lower order.
    private const int FewSteps = 15;

    private readonly bool stochastic = config.Kind == SamplerKind.DpmPlusPlus2MSde;
    private readonly History cleans = new(config.SolverOrder);

    protected override void Advance(int call, ReadOnlySpan<float> m, Span<float> x, INoiseSource noise)
    {
        var (from, to) = (At(call), At(call + 1));
        var clean = Predictions.Clean(Config.Prediction, from.Alpha, from.Sigma);
        var m0 = cleans.Push(x.Length);
        for (var i = 0; i < x.Length; i++)
        {
            m0[i] = (float)clean.At(x[i], m[i]);
        }

        var n = stochastic ? Draw(noise, x.Length) : [];
        if (to.Lambda != from.Lambda)
        {
            var step = Weights(from, to);
            switch (Order(call))
            {
                case 1: First(step, x, n); break;
                case 2: Second(call, step, x, n); break;
                default: Third(call, step, x, n); break;
            }
        }
    }

    private int Order(int call)
    {
        var left = Timesteps.Count - call;
        var few = Config.LowerOrderFinal && totalSteps < FewSteps;
        var most = left == 1 && (Config.EulerAtFinal || few || !Config.EndsAtSigmaMin) ? 1 : left == 2 && few ? 2 : 3;
        return Math.Min(Math.Min(most, Config.SolverOrder), cleans.Count);
    }

    // With k = h, or 2h: ∫e^… over the step of 1, of (λ−λ₀)/h, and of ((λ−λ₀)/h)²/2, times α.
    private StepWeights Weights(Level from, Level to)
    {
        var h = to.Lambda - from.Lambda;
        var k = stochastic ? 2 * h : h;
        var phi = -double.ExpM1(-k);
        var linear = 1 - phi / k;
        return new StepWeights(
            h,
            stochastic ? to.Sigma / from.Sigma * Math.Exp(-h) : to.Sigma / from.Sigma,
            to.Alpha * phi,
            to.Alpha * (Config.Solver == SolverType.Heun ? linear : phi / 2),
            to.Alpha * linear,
            to.Alpha * (stochastic ? (phi - k) / (k * k) - 0.5 : 0.5 - (k - phi) / (k * k)),
            stochastic ? to.Sigma * Math.Sqrt(-double.ExpM1(-2 * h)) : 0);
    }

    private void First(StepWeights step, Span<float> x, ReadOnlySpan<float> n)
    {
        var m0 = cleans[0];
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = (float)(step.Latent * x[i] + step.Zeroth * m0[i] + Noise(step, n, i));
        }
    }

    private void Second(int call, StepWeights step, Span<float> x, ReadOnlySpan<float> n)
    {
        var (m0, m1) = (cleans[0], cleans[1]);
        var r0 = (At(call).Lambda - At(call - 1).Lambda) / step.H;
        for (var i = 0; i < x.Length; i++)
        {
            var d1 = ((double)m0[i] - m1[i]) / r0;
            x[i] = (float)(step.Latent * x[i] + step.Zeroth * m0[i] + step.Second * d1 + Noise(step, n, i));
        }
    }

    private void Third(int call, StepWeights step, Span<float> x, ReadOnlySpan<float> n)
    {
        var (m0, m1, m2) = (cleans[0], cleans[1], cleans[2]);
        var r0 = (At(call).Lambda - At(call - 1).Lambda) / step.H;
        var r1 = (At(call - 1).Lambda - At(call - 2).Lambda) / step.H;
        for (var i = 0; i < x.Length; i++)
        {
            var (newer, older) = (((double)m0[i] - m1[i]) / r0, ((double)m1[i] - m2[i]) / r1);
            var d1 = newer + r0 / (r0 + r1) * (newer - older);
            var d2 = (newer - older) / (r0 + r1);
            x[i] = (float)(step.Latent * x[i] + step.Zeroth * m0[i] + step.Linear * d1 + step.Quadratic * d2 + Noise(step, n, i));
        }
    }

    private static double Noise(StepWeights step, ReadOnlySpan<float> n, int i) => n.IsEmpty ? 0 : step.Noise * n[i];

    /// <summary>What x, D₀, D₁ (second order), D₁ and D₂ (third order) and fresh noise are multiplied by.</summary>
    private readonly record struct StepWeights(double H, double Latent, double Zeroth, double Second, double Linear, double Quadratic, double Noise);
}
