using System.Globalization;

namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>What all update rules share: calls in order, lengths that agree, noise in a buffer that is kept.</summary>
internal abstract class Sampler(double[] timesteps) : ISampler
{
    private float[] noiseBuffer = [];
    private int next;

    public IReadOnlyList<double> Timesteps => timesteps;

    public virtual int Steps => timesteps.Length;

    public virtual double InitNoiseSigma => 1;

    public virtual int StepOf(int call) => call;

    public virtual void ScaleInput(int call, ReadOnlySpan<float> x, Span<float> scaled) => x.CopyTo(scaled);

    public void Step(int call, ReadOnlySpan<float> modelOutput, Span<float> x, INoiseSource noise)
    {
        if (call != next || call >= timesteps.Length)
        {
            throw new InvalidOperationException($"Call {call} of {timesteps.Length} came where call {next} was due.");
        }

        RequireEqual(modelOutput.Length, x.Length);
        Advance(call, modelOutput, x, noise);
        next++;
    }

    public void AddNoise(int call, ReadOnlySpan<float> noise, Span<float> x)
    {
        RequireEqual(noise.Length, x.Length);
        var (signal, sigma) = LevelOf(call);
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = (float)(signal * x[i] + sigma * noise[i]);
        }
    }

    protected abstract void Advance(int call, ReadOnlySpan<float> m, Span<float> x, INoiseSource noise);

    /// <summary>The shares of picture and noise at the start of a call.</summary>
    protected abstract (double Signal, double Noise) LevelOf(int call);

    /// <summary>A draw of noise, valid until the next.</summary>
    protected ReadOnlySpan<float> Draw(INoiseSource noise, int length)
    {
        var drawn = Sized(ref noiseBuffer, length);
        noise.Fill(drawn);
        return drawn;
    }

    /// <summary>x += scale·n.</summary>
    protected static void AddScaled(ReadOnlySpan<float> n, double scale, Span<float> x)
    {
        for (var i = 0; i < x.Length; i++)
        {
            x[i] += (float)(scale * n[i]);
        }
    }

    /// <summary>A buffer as long as the latent, made on the first call.</summary>
    protected static Span<float> Sized(ref float[] buffer, int length) => buffer.Length == length ? buffer : buffer = new float[length];

    private static void RequireEqual(int length, int expected)
    {
        if (length != expected)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The latent has {expected} elements, what came with it {length}."));
        }
    }
}
