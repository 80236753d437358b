using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

namespace SwiftDiffusion.Diffusion.Onnx;

/// <summary>A session's inputs and outputs, bound once and run many times. Tensors are borrowed and must outlive it.</summary>
internal sealed class NetworkBinding(InferenceSession session, OrtIoBinding binding) : IDisposable
{
    [ThreadStatic]
    private static TimeSpan timeOfThread;

    /// <summary>How long the calling thread has been inside networks, since it began.</summary>
    public static TimeSpan TimeOfThread => timeOfThread;

    /// <summary>Reads <paramref name="tensor"/> at every run.</summary>
    public NetworkBinding Input<T>(string name, NativeTensor<T> tensor)
        where T : unmanaged
    {
        binding.BindInput(name, tensor.OrtValue);
        return this;
    }

    /// <summary>Writes <paramref name="tensor"/> at every run; its shape must be the one that the graph gives.</summary>
    public NetworkBinding Output<T>(string name, NativeTensor<T> tensor)
        where T : unmanaged
    {
        binding.BindOutput(name, tensor.OrtValue);
        return this;
    }

    /// <summary>Runs the network. A cancelled token stops it between two nodes.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var started = Stopwatch.GetTimestamp();
        using var run = new RunOptions();
        // Declared after `run`, so disposed before it: Terminate on closed RunOptions is a segmentation fault.
        using var stop = cancellationToken.UnsafeRegister(static options => ((RunOptions)options!).Terminate = true, run);
        try
        {
            session.RunWithBinding(run, binding);
        }
        catch (OnnxRuntimeException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("Painting was cancelled.", e, cancellationToken);
        }

        timeOfThread += Stopwatch.GetElapsedTime(started);
    }

    public void Dispose() => binding.Dispose();
}
