namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>Euler's method on the probability flow: Karras et al. 2022, arXiv:2206.00364, algorithm 2 without its churn (S_churn = 0).</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>here</term><description>paper</description></listheader>
/// <item><term>σ_i, <c>sigma</c>, <c>next</c></term><description>t_i and t_{i+1}, since σ(t) = t</description></item>
/// <item><term>x₀</term><description>D_θ(x; σ)</description></item>
/// <item><term><c>d</c></term><description>d_i, dx/dσ</description></item>
/// </list>
/// </remarks>
internal sealed class EulerSampler(SchedulerConfig config, NoiseLevels levels) : SigmaSampler(config, levels)
{
    private float[] slopes = [];

    protected override void Advance(int call, ReadOnlySpan<float> m, Span<float> x, INoiseSource noise)
    {
        var (sigma, next) = ((float)Sigmas[call], (float)Sigmas[call + 1]);
        var d = Sized(ref slopes, x.Length);
        Slope(x, m, sigma, d);
        for (var i = 0; i < x.Length; i++)
        {
            x[i] += d[i] * (next - sigma);
        }
    }
}
