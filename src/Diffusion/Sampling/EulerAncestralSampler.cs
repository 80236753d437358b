namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>Euler's method to a lower noise level than the next, and fresh noise up to it, as in k-diffusion.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>here</term><description>meaning</description></listheader>
/// <item><term><c>sigma</c>, <c>next</c></term><description>σ₀ and σ₁, between which this step goes</description></item>
/// <item><term><c>up</c></term><description>σ_up = √(σ₁²(σ₀²−σ₁²)/σ₀²), the posterior's spread of arXiv:2006.11239 in terms of σ</description></item>
/// <item><term><c>down</c></term><description>σ_down = √(σ₁²−σ_up²)</description></item>
/// <item><term><c>d</c></term><description>dx/dσ</description></item>
/// </list>
/// Noise is drawn at every step, the last included, where none is added.
/// </remarks>
internal sealed class EulerAncestralSampler(SchedulerConfig config, NoiseLevels levels) : SigmaSampler(config, levels)
{
    private float[] slopes = [];

    protected override void Advance(int call, ReadOnlySpan<float> m, Span<float> x, INoiseSource noise)
    {
        var (sigma, next) = (Sigmas[call], Sigmas[call + 1]);
        var up = Math.Sqrt(next * next * (sigma * sigma - next * next) / (sigma * sigma));
        var down = Math.Sqrt(next * next - up * up);
        var (change, spread) = ((float)down - (float)sigma, (float)up);

        var d = Sized(ref slopes, x.Length);
        Slope(x, m, (float)sigma, d);
        var n = Draw(noise, x.Length);
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = x[i] + d[i] * change + n[i] * spread;
        }
    }
}
