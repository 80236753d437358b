namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>Denoising diffusion implicit models: Song et al. 2020, arXiv:2010.02502, equations 12 and 16.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>here</term><description>paper</description></listheader>
/// <item><term>ᾱ, <c>alphaBar</c></term><description>α</description></item>
/// <item><term><c>prev</c></term><description>τ_{i−1}, always ⌊T/N⌋ below t, whatever the spacing</description></item>
/// <item><term><c>sd</c></term><description>σ_τ(η)</description></item>
/// </list>
/// ε is not corrected for a clipped x₀.
/// </remarks>
internal sealed class DdimSampler(SchedulerConfig config, int[] timesteps, int totalSteps) : DiscreteSampler(config, timesteps)
{
    protected override void Advance(int call, ReadOnlySpan<float> m, Span<float> x, INoiseSource noise)
    {
        var t = Times[call];
        var (alphaBar, alphaBarPrev) = (AlphaBar(t), AlphaBar(t - Config.TrainTimesteps / totalSteps));
        var (signal, sigma) = Shares(alphaBar);
        var clean = Predictions.Clean(Config.Prediction, signal, sigma);
        var direction = Predictions.Noise(Config.Prediction, signal, sigma);

        var sd = Config.Eta * Math.Sqrt((1 - alphaBarPrev) / (1 - alphaBar) * (1 - alphaBar / alphaBarPrev));
        var (signalPrev, sigmaPrev) = (Math.Sqrt(alphaBarPrev), Math.Sqrt(Math.Max(1 - alphaBarPrev - sd * sd, 0)));
        for (var i = 0; i < x.Length; i++)
        {
            var x0 = Clip(clean.At(x[i], m[i]));
            x[i] = (float)(signalPrev * x0 + sigmaPrev * direction.At(x[i], m[i]));
        }

        if (Config.Eta > 0)
        {
            AddScaled(Draw(noise, x.Length), sd, x);
        }
    }
}
