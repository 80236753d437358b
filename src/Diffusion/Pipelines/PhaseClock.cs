using System.Diagnostics;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>Adds up where a painting's time goes.</summary>
internal sealed class PhaseClock
{
    private readonly TimeSpan encode;
    private TimeSpan denoise;
    private TimeSpan decode;
    private long last;

    /// <summary>Everything since <paramref name="started"/> was encoding.</summary>
    public PhaseClock(long started)
    {
        last = Stopwatch.GetTimestamp();
        encode = Stopwatch.GetElapsedTime(started, last);
    }

    public PaintTimings Timings => new(TimeSpan.Zero, TimeSpan.Zero, encode, denoise, decode);

    public void EndDenoise() => denoise += Lap();

    public void EndDecode() => decode += Lap();

    private TimeSpan Lap()
    {
        var now = Stopwatch.GetTimestamp();
        var lap = Stopwatch.GetElapsedTime(last, now);
        last = now;
        return lap;
    }
}
