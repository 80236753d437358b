using Microsoft.ML.OnnxRuntime;

namespace SwiftDiffusion.Diffusion.Onnx;

/// <summary>A session's inputs and outputs, bound once and run many times. Tensors are borrowed and must outlive it.</summary>
internal sealed class NetworkBinding(Device device, InferenceSession session, OrtIoBinding binding) : IDisposable
{
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

    /// <summary>Runs the network on its device and waits for it. A cancelled token stops it between two nodes.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Run(CancellationToken cancellationToken) => Start(cancellationToken).Join();

    /// <summary>Starts the network on its device. What is bound is the device's until the run has been waited for.</summary>
    public DeviceRun Start(CancellationToken cancellationToken) => device.Start(() => RunHere(cancellationToken));

    public void Dispose() => binding.Dispose();

    private void RunHere(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
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
    }
}
