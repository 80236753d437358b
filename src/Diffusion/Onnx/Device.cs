using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;

namespace SwiftDiffusion.Diffusion.Onnx;

/// <summary>A device, and the one thread that talks to it: what several networks are to do on it is done in the order in which it was started.</summary>
/// <remarks>A thread of its own is what captured CUDA graphs are bound to, and what lets two devices of one host work at the same time.</remarks>
internal sealed class Device : IDisposable
{
    private readonly BlockingCollection<DeviceRun> queue = [];
    private readonly Thread thread;
    private readonly bool isAlone;

    /// <summary>Opens a device.</summary>
    /// <param name="spec">Which.</param>
    /// <param name="isAlone">Whether no other device of the plan uses the host's cores: it may then have the pool that the process shares.</param>
    /// <exception cref="DeviceUnavailableException">It cannot be used here.</exception>
    public Device(DeviceSpec spec, bool isAlone = true)
    {
        ThrowIfUnavailable(spec);
        (Spec, this.isAlone) = (spec, isAlone);
        thread = new Thread(Run) { Name = $"device {spec}", IsBackground = true };
        thread.Start();
    }

    public DeviceSpec Spec { get; }

    /// <exception cref="DeviceUnavailableException">The device cannot be used here.</exception>
    public static void ThrowIfUnavailable(DeviceSpec spec)
    {
        if (spec.Kind != DeviceKind.Cpu)
        {
            // Weights are bound from the host's memory: a session on another device would read copies that no LoRA reaches.
            throw new DeviceUnavailableException(spec, "this version computes on the host's cores; allowed are cpu and cpu:threads=N.");
        }
    }

    /// <summary>Options for a session on this device. The caller disposes them.</summary>
    public SessionOptions CreateSessionOptions() => OnnxRuntimeHost.CreateSessionOptions(Spec.Threads, sharesPool: isAlone);

    /// <summary>Hands work to the device and returns at once.</summary>
    public DeviceRun Start(Action work)
    {
        var run = new DeviceRun(work);
        queue.Add(run);
        return run;
    }

    /// <summary>Ends the thread after what has been started.</summary>
    public void Dispose()
    {
        queue.CompleteAdding();
        thread.Join();
        queue.Dispose();
    }

    private void Run()
    {
        foreach (var run in queue.GetConsumingEnumerable())
        {
            run.Execute();
        }
    }
}
