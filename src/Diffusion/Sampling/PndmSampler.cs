namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>Pseudo numerical methods for diffusion models without Runge-Kutta steps (PLMS): Liu et al. 2022, arXiv:2202.09778, equations 9 and 12.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>here</term><description>paper</description></listheader>
/// <item><term>ᾱ, <c>alphaBar</c></term><description>ᾱ_t</description></item>
/// <item><term><c>stride</c></term><description>δ = ⌊T/N⌋, whatever the spacing</description></item>
/// <item><term>e, <c>outputs</c></term><description>e_t, the network's outputs; e′ is their linear multistep combination</description></item>
/// </list>
/// The first step is Heun's: it is taken twice, the second time from the same latent with the mean of both outputs. So there is one call more than steps. Calls are
/// counted from the start of the run, also where image to image skips the first ones; with two or more skipped, the second call then ends a step short, as in diffusers.
/// </remarks>
internal sealed class PndmSampler(SchedulerConfig config, int[] timesteps, int totalSteps) : DiscreteSampler(config, timesteps)
{
    private static readonly double[][] Weights =
    [
        [1],
        [3d / 2, -1d / 2],
        [23d / 12, -16d / 12, 5d / 12],
        [55d / 24, -59d / 24, 37d / 24, -9d / 24],
    ];

    private readonly History outputs = new(Weights.Length);
    private readonly int stride = config.TrainTimesteps / totalSteps;
    private float[] start = [];
    private float[] combined = [];

    public override int Steps => Math.Max(Times.Length - 1, 1);

    public override int StepOf(int call) => Math.Max(call - 1, 0);

    /// <summary>The calls of a run: the second timestep is doubled, unless there is only one.</summary>
    public static int[] Calls(int[] timesteps) => timesteps.Length < 2 ? timesteps : [timesteps[0], timesteps[1], .. timesteps[1..]];

    protected override void Advance(int call, ReadOnlySpan<float> m, Span<float> x, INoiseSource noise)
    {
        var e = Sized(ref combined, x.Length);
        if (call == 1)
        {
            start.CopyTo(x);
            var first = outputs[0];
            for (var i = 0; i < e.Length; i++)
            {
                e[i] = (first[i] + m[i]) / 2;
            }

            Transfer(Times[call] + stride, Times[call], e, x);
            return;
        }

        if (call == 0)
        {
            x.CopyTo(Sized(ref start, x.Length));
        }

        m.CopyTo(outputs.Push(x.Length));
        Combine(Weights[outputs.Count - 1], e);
        Transfer(Times[call], Times[call] - stride, e, x);
    }

    private void Combine(double[] weights, Span<float> e)
    {
        for (var i = 0; i < e.Length; i++)
        {
            var sum = 0.0;
            for (var age = 0; age < weights.Length; age++)
            {
                sum += weights[age] * outputs[age][i];
            }

            e[i] = (float)sum;
        }
    }

    // Equation 9: x_{t−δ} = √(ᾱ′/ᾱ)·x − (ᾱ′ − ᾱ)·e′/(ᾱ·√(1−ᾱ′) + √(ᾱ(1−ᾱ)ᾱ′)).
    private void Transfer(int t, int prev, ReadOnlySpan<float> e, Span<float> x)
    {
        var (alphaBar, alphaBarPrev) = (AlphaBar(t), AlphaBar(prev));
        var (signal, sigma) = Shares(alphaBar);
        var direction = Predictions.Noise(Config.Prediction, signal, sigma);
        var ofLatent = Math.Sqrt(alphaBarPrev / alphaBar);
        var ofNoise = (alphaBarPrev - alphaBar) / (alphaBar * Math.Sqrt(1 - alphaBarPrev) + Math.Sqrt(alphaBar * (1 - alphaBar) * alphaBarPrev));
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = (float)(ofLatent * x[i] - ofNoise * direction.At(x[i], e[i]));
        }
    }
}
