using System.Diagnostics;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>Adds up where a painting's time goes.</summary>
internal sealed class PhaseClock
{
    private readonly TimeSpan encode;
    private TimeSpan denoise;
    private TimeSpan networks;
    private TimeSpan networksBefore;
    private TimeSpan decode;
    private long last;

    /// <summary>Everything since <paramref name="started"/> was encoding.</summary>
    public PhaseClock(long started)
    {
        (last, networksBefore) = (Stopwatch.GetTimestamp(), NetworkBinding.TimeOfThread);
        encode = Stopwatch.GetElapsedTime(started, last);
    }

    public PaintTimings Timings => new(TimeSpan.Zero, TimeSpan.Zero, encode, denoise, decode) { DenoiseOutsideNetworks = denoise - networks };

    public void EndDenoise()
    {
        denoise += Lap();
        networks += NetworkBinding.TimeOfThread - networksBefore;
    }

    public void EndDecode()
    {
        decode += Lap();
        networksBefore = NetworkBinding.TimeOfThread;
    }

    private TimeSpan Lap()
    {
        var now = Stopwatch.GetTimestamp();
        var lap = Stopwatch.GetElapsedTime(last, now);
        last = now;
        return lap;
    }
}
