namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>Multistep sampling of a latent consistency model: Luo et al. 2023, arXiv:2310.04378, algorithm 3.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>here</term><description>paper</description></listheader>
/// <item><term>c_skip, c_out</term><description>c_skip(t) and c_out(t) of equation 9, with σ_data = ½ and t scaled by 10</description></item>
/// <item><term><c>denoised</c></term><description>f_θ(z, ω, c, t), the consistency function's value</description></item>
/// <item><term>ᾱ, <c>alphaBar</c></term><description>α², squared as the paper's α and σ are roots</description></item>
/// </list>
/// </remarks>
internal sealed class LcmSampler(SchedulerConfig config, int[] timesteps) : DiscreteSampler(config, timesteps)
{
    private const double DataVariance = 0.25; // σ_data²

    /// <summary>N of the timesteps that the model was distilled on, evenly by their index, of the first <paramref name="strength"/> share of them.</summary>
    /// <exception cref="SamplingException">There are fewer of them than steps.</exception>
    public static int[] Select(SchedulerConfig config, int steps, double strength)
    {
        var stride = config.TrainTimesteps / config.OriginalSteps;
        var count = (int)(config.OriginalSteps * strength);
        SamplingException.Require(
            count > 0, SamplingException.Strength, $"{strength} of the {config.OriginalSteps} steps that the model was distilled with is less than one step.");
        SamplingException.Require(
            steps <= count,
            SamplingException.Steps,
            $"{steps} is not from 1 to {count}, the share that a strength of {strength} leaves of the {config.OriginalSteps} steps that the model was distilled with.");
        return [.. Enumerable.Range(0, steps).Select(i => (count - (int)Math.Floor((double)count / steps * i)) * stride - 1)];
    }

    protected override void Advance(int call, ReadOnlySpan<float> m, Span<float> x, INoiseSource noise)
    {
        var scaled = Times[call] * Config.TimestepScaling;
        var (skip, output) = (DataVariance / (scaled * scaled + DataVariance), scaled / Math.Sqrt(scaled * scaled + DataVariance));
        var last = call == Times.Length - 1;
        var (signalNext, sigmaNext) = last ? (1, 0) : Shares(AlphaBar(Times[call + 1]));
        var (signal, sigma) = Shares(AlphaBar(Times[call]));
        var clean = Predictions.Clean(Config.Prediction, signal, sigma);
        for (var i = 0; i < x.Length; i++)
        {
            var denoised = output * Clip(clean.At(x[i], m[i])) + skip * x[i];
            x[i] = (float)(signalNext * denoised);
        }

        if (!last)
        {
            AddScaled(Draw(noise, x.Length), sigmaNext, x);
        }
    }
}
