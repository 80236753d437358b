using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace SwiftDiffusion.Diffusion.Onnx;

/// <summary>Work that was handed to a device. Whoever started it waits for it before it lets go of anything that the work reads or writes.</summary>
internal sealed class DeviceRun(Action work)
{
    [ThreadStatic]
    private static TimeSpan waited;

    // A monitor doesn't spin: on a machine of few cores that would take one from the device.
    private readonly object gate = new();
    private ExceptionDispatchInfo? failure;
    private bool done;

    /// <summary>How long the calling thread has waited for devices since it began.</summary>
    public static TimeSpan TimeWaited => waited;

    /// <summary>Does the work; on the device's thread.</summary>
    public void Execute()
    {
        try
        {
            work();
        }
        catch (Exception e)
        {
            failure = ExceptionDispatchInfo.Capture(e);
        }
        finally
        {
            lock (gate)
            {
                done = true;
                Monitor.PulseAll(gate);
            }
        }
    }

    /// <summary>Waits until the work has ended, however it did.</summary>
    public void Wait()
    {
        var started = Stopwatch.GetTimestamp();
        lock (gate)
        {
            while (!done)
            {
                Monitor.Wait(gate);
            }
        }

        waited += Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Waits, and throws what the work threw.</summary>
    public void Join()
    {
        Wait();
        failure?.Throw();
    }
}
