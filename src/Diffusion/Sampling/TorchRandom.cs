namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>The noise of <c>torch.manual_seed(seed); torch.randn(...)</c> on the CPU in float32, bit for bit as torch computes it on x86.</summary>
/// <remarks>
/// The number of elements decides how they are drawn: from 16 on, float uniforms in blocks of 16, of which the last overlaps the one before it where the length is no
/// multiple of 16; below 16, pairs of doubles, of which an unused second one waits for the next short draw, however many long draws lie between.
/// </remarks>
internal sealed class TorchRandom(uint seed) : INoiseSource
{
    private readonly MersenneTwister twister = new(seed);
    private double? spare;

    public void Fill(Span<float> noise)
    {
        if (noise.Length < BoxMuller.Block)
        {
            FillShort(noise);
            return;
        }

        foreach (ref var u in noise)
        {
            u = twister.NextSingle();
        }

        for (var start = 0; start + BoxMuller.Block <= noise.Length; start += BoxMuller.Block)
        {
            BoxMuller.Transform(noise.Slice(start, BoxMuller.Block));
        }

        if (noise.Length % BoxMuller.Block != 0)
        {
            FillTail(noise[^BoxMuller.Block..]);
        }
    }

    // The last 16 elements are drawn afresh, those that the last whole block already gave included.
    private void FillTail(Span<float> tail)
    {
        foreach (ref var u in tail)
        {
            u = twister.NextSingle();
        }

        BoxMuller.Transform(tail);
    }

    private void FillShort(Span<float> noise)
    {
        foreach (ref var value in noise)
        {
            value = (float)NextNormal();
        }
    }

    private double NextNormal()
    {
        if (spare is { } waiting)
        {
            spare = null;
            return waiting;
        }

        var theta = 2 * Math.PI * twister.NextDouble();
        var r = Math.Sqrt(-2 * LogOnePlus(-twister.NextDouble()));
        spare = r * Math.Sin(theta);
        return r * Math.Cos(theta);
    }

    // Kahan's log1p: exact where log(1 + x) alone would lose the digits of a small x.
    private static double LogOnePlus(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }
}
