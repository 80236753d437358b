using System.Diagnostics;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>Adds up where a painting's time goes. It starts with the first phase; whoever ends a phase begins the next.</summary>
/// <param name="loaded">What was spent on reading adapters before.</param>
internal sealed class PhaseClock(TimeSpan loaded)
{
    private TimeSpan load = loaded;
    private TimeSpan patch;
    private TimeSpan encode;
    private TimeSpan denoise;
    private TimeSpan networks;
    private TimeSpan networksBefore;
    private TimeSpan decode;
    private long last = Stopwatch.GetTimestamp();

    public PaintTimings Timings => new(load, patch, encode, denoise, decode) { DenoiseOutsideNetworks = denoise - networks };

    public void EndPatch() => patch += Lap();

    public void EndLoad() => load += Lap();

    public void EndEncode()
    {
        encode += Lap();
        networksBefore = DeviceRun.TimeWaited;
    }

    public void EndDenoise()
    {
        denoise += Lap();
        networks += DeviceRun.TimeWaited - networksBefore;
        networksBefore = DeviceRun.TimeWaited;
    }

    public void EndDecode()
    {
        decode += Lap();
        networksBefore = DeviceRun.TimeWaited;
    }

    private TimeSpan Lap()
    {
        var now = Stopwatch.GetTimestamp();
        var lap = Stopwatch.GetElapsedTime(last, now);
        last = now;
        return lap;
    }
}
