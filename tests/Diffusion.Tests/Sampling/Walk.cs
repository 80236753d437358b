using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;


/// <summary>Runs samplers over models that are formulas.</summary>
internal static class Walk
{
    /// <summary>Stable Diffusion's schedule, with the settings that its published files give each sampler.</summary>
    public static SchedulerConfig StableDiffusion(SamplerKind kind, TimestepSpacing spacing = TimestepSpacing.Leading) => new()
    {
        Kind = kind,
        Spacing = spacing,
        StepsOffset = 1,
        EndsAtAlphaOne = false,
    };

    /// <summary>The toy model of the reference values: m = 0.1·x + 0.0001·t, over x as the network sees it.</summary>
    public static float Toy(float x, double t) => (float)(0.1 * x + 0.0001 * t);

    /// <summary>A latent of one element after each call of <see cref="Toy"/>, from one unit of initial noise.</summary>
    public static float[] OfToy(ISampler sampler, INoiseSource? noise = null)
    {
        var x = new[] { (float)sampler.InitNoiseSigma };
        return [.. sampler.Timesteps.Select((t, call) =>
        {
            var seen = new float[1];
            sampler.ScaleInput(call, x, seen);
            sampler.Step(call, [Toy(seen[0], t)], x, noise ?? new ConstantNoise(0));
            return x[0];
        })];
    }

    /// <summary>The last latent of a model that knows the clean one and predicts it faultlessly, whatever it is asked to predict.</summary>
    public static float[] OfPerfectModel(ISampler sampler, PredictionType prediction, float[] clean, INoiseSource noise)
    {
        var x = new float[clean.Length];
        noise.Fill(x);
        foreach (ref var value in x.AsSpan())
        {
            value = (float)(value * sampler.InitNoiseSigma);
        }

        for (var call = 0; call < sampler.Timesteps.Count; call++)
        {
            var (signal, sigma) = Level(sampler, call);
            sampler.Step(call, [.. x.Zip(clean, (noisy, x0) => (float)Predict(prediction, noisy, x0, signal, sigma))], x, noise);
        }

        return x;
    }

    /// <summary>The shares of picture and noise at the start of a call, as <see cref="ISampler.AddNoise(int, ReadOnlySpan{float}, Span{float})"/> mixes them.</summary>
    public static (double Signal, double Noise) Level(ISampler sampler, int call)
    {
        var (signal, sigma) = (new[] { 1f }, new[] { 0f });
        sampler.AddNoise(call, [0], signal);
        sampler.AddNoise(call, [1], sigma);
        return (signal[0], sigma[0]);
    }

    // v is defined for x of variance 1, so the shares are scaled to it.
    private static double Predict(PredictionType prediction, double x, double clean, double signal, double sigma)
    {
        var (eps, scale) = ((x - signal * clean) / sigma, Math.Sqrt(signal * signal + sigma * sigma));
        return prediction switch
        {
            PredictionType.Epsilon => eps,
            PredictionType.V => (signal * eps - sigma * clean) / scale,
            _ => clean,
        };
    }
}
