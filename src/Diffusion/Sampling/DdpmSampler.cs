namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>Denoising diffusion probabilistic models: Ho et al. 2020, arXiv:2006.11239, equations 6 and 7, over a selection of the timesteps.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>here</term><description>paper</description></listheader>
/// <item><term>ᾱ, <c>alphaBar</c>, <c>alphaBarPrev</c></term><description>ᾱ_t and ᾱ_{t−1}, where t − 1 is the next timestep of the run</description></item>
/// <item><term><c>beta</c></term><description>β_t = 1 − ᾱ_t/ᾱ_{t−1}</description></item>
/// <item><term><c>ofClean</c>, <c>ofLatent</c></term><description>the weights of x₀ and x_t in μ̃_t</description></item>
/// <item><term><c>variance</c></term><description>β̃_t, or β_t where the variance is large</description></item>
/// </list>
/// </remarks>
internal sealed class DdpmSampler(SchedulerConfig config, int[] timesteps) : DiscreteSampler(config, timesteps, endAlphaBar: 1)
{
    // So that its logarithm exists in the variants that take one; too little to see.
    private const double SmallestVariance = 1e-20;

    protected override void Advance(int call, ReadOnlySpan<float> m, Span<float> x, INoiseSource noise)
    {
        var (alphaBar, alphaBarPrev) = (AlphaBar(Times[call]), AlphaBar(call + 1 < Times.Length ? Times[call + 1] : -1));
        var beta = 1 - alphaBar / alphaBarPrev;
        var (signal, sigma) = Shares(alphaBar);
        var clean = Predictions.Clean(Config.Prediction, signal, sigma);
        var ofClean = Math.Sqrt(alphaBarPrev) * beta / (1 - alphaBar);
        var ofLatent = Math.Sqrt(1 - beta) * (1 - alphaBarPrev) / (1 - alphaBar);
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = (float)(ofClean * Clip(clean.At(x[i], m[i])) + ofLatent * x[i]);
        }

        if (Times[call] > 0)
        {
            var variance = Config.LargeVariance ? beta : Math.Max((1 - alphaBarPrev) / (1 - alphaBar) * beta, SmallestVariance);
            AddScaled(Draw(noise, x.Length), Math.Sqrt(variance), x);
        }
    }
}
