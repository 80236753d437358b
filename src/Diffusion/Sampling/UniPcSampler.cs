namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>Unified predictor-corrector, UniPC-p for p = 1 to 3: Zhao et al. 2023, arXiv:2302.04867, algorithms 1 and 2 (equations 3 and 8).</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>here</term><description>paper</description></listheader>
/// <item><term><c>from</c>, <c>to</c></term><description>t_{i−1} and t_i, between which a step goes</description></item>
/// <item><term><c>h</c></term><description>h_i, the step in λ; negated where the network's output is turned into x₀, since the integral then is one of e^−λ</description></item>
/// <item><term><c>outputs</c></term><description>x_θ (or ε_θ) at this and earlier times</description></item>
/// <item><term><c>r</c></term><description>r_m, the distance in λ of earlier outputs in terms of the step</description></item>
/// <item><term>D_m</term><description>the differences of earlier outputs to the newest</description></item>
/// <item><term>ρ</term><description>a_p (predictor) and c_p (corrector), the solution of R_p(h)·a·B(h) = φ_p(h)</description></item>
/// </list>
/// A call first corrects the step that led to it, as the output there is now known, then predicts the next.
/// </remarks>
internal sealed class UniPcSampler(SchedulerConfig config, NoiseLevels levels, int skipped) : MultistepSampler(config, levels)
{
    private readonly History outputs = new(config.SolverOrder);
    private readonly double[] weights = new double[config.SolverOrder];
    private float[] start = [];
    private float[] newest = [];
    private int order;

    protected override void Advance(int call, ReadOnlySpan<float> m, Span<float> x, INoiseSource noise)
    {
        var converted = Sized(ref newest, x.Length);
        var (alpha, sigma, _) = At(call);
        var conversion = Config.PredictsX0 ? Predictions.Clean(Config.Prediction, alpha, sigma) : Predictions.Noise(Config.Prediction, alpha, sigma);
        for (var i = 0; i < x.Length; i++)
        {
            converted[i] = (float)conversion.At(x[i], m[i]);
        }

        if (call > 0 && !Config.UncorrectedSteps.Contains(skipped + call - 1))
        {
            var (ofStart, ofNewest) = Weigh(call - 1, corrects: true);
            Combine(ofStart, ofNewest, x);
        }

        converted.CopyTo(outputs.Push(x.Length));
        order = Math.Min(Config.LowerOrderFinal ? Math.Min(Config.SolverOrder, Timesteps.Count - call) : Config.SolverOrder, outputs.Count);
        x.CopyTo(Sized(ref start, x.Length));
        if (Sigmas[call] != Sigmas[call + 1])
        {
            Combine(Weigh(call, corrects: false).OfStart, 0, x);
        }
    }

    private void Combine(double ofStart, double ofNewest, Span<float> x)
    {
        for (var i = 0; i < x.Length; i++)
        {
            var sum = ofStart * start[i] + ofNewest * newest[i];
            for (var age = 0; age < order; age++)
            {
                sum += weights[age] * outputs[age][i];
            }

            x[i] = (float)sum;
        }
    }

    // The step from a call's level to the next as a weighted sum: of the latent at its start, of the outputs so far (into weights), and of the one at its end.
    private (double OfStart, double OfNewest) Weigh(int call, bool corrects)
    {
        var (from, to) = (At(call), At(call + 1));
        var (ofStart, scale, h) = Config.PredictsX0
            ? (to.Sigma / from.Sigma, to.Alpha, from.Lambda - to.Lambda)
            : (to.Alpha / from.Alpha, to.Sigma, to.Lambda - from.Lambda);
        weights[0] = -scale * double.ExpM1(h);
        var unknowns = corrects ? order : order - 1;
        if (unknowns == 0)
        {
            return (ofStart, 0);
        }

        Span<double> r = stackalloc double[unknowns];
        Span<double> rho = stackalloc double[unknowns];
        for (var age = 1; age < order; age++)
        {
            r[age - 1] = (At(call - age).Lambda - from.Lambda) / (to.Lambda - from.Lambda);
        }

        if (corrects)
        {
            r[^1] = 1; // the end of the step itself
        }

        var b = Config.Solver == SolverType.Bh1 ? h : double.ExpM1(h);
        Solve(r, rho, h, b);
        return (ofStart, Spread(r, rho, -scale * b));
    }

    // Σ ρ_m·D_m with D_m = (output_m − output_0)/r_m; the corrector's last difference is that of the newest output.
    private double Spread(ReadOnlySpan<double> r, ReadOnlySpan<double> rho, double scale)
    {
        for (var i = 0; i < r.Length; i++)
        {
            var weight = scale * rho[i] / r[i];
            weights[0] -= weight;
            if (i == order - 1)
            {
                return weight;
            }

            weights[i + 1] = weight;
        }

        return 0;
    }

    // Σ_m ρ_m·r_m^(k−1) = ψ_k(h)·k!/B(h) for k = 1, 2, …, with ψ_1 = (eʰ−1)/h − 1 and ψ_{k+1} = ψ_k/h − 1/(k+1)!; by Björck and Pereyra's method for powers (1970).
    private static void Solve(ReadOnlySpan<double> r, Span<double> rho, double h, double b)
    {
        if (r.Length == 1)
        {
            rho[0] = 0.5; // as the paper's UniPC-1 corrector and UniPC-2 predictor fix it
            return;
        }

        var (psi, factorial) = (double.ExpM1(h) / h - 1, 1.0);
        for (var k = 0; k < rho.Length; k++)
        {
            rho[k] = psi * factorial / b;
            factorial *= k + 2;
            psi = psi / h - 1 / factorial;
        }

        for (var k = 0; k < r.Length - 1; k++)
        {
            for (var i = r.Length - 1; i > k; i--)
            {
                rho[i] -= r[k] * rho[i - 1];
            }
        }

        for (var k = r.Length - 2; k >= 0; k--)
        {
            for (var i = k + 1; i < r.Length; i++)
            {
                rho[i] /= r[i] - r[i - k - 1];
            }

            for (var i = k; i < r.Length - 1; i++)
            {
                rho[i] -= rho[i + 1];
            }
        }
    }
}
