using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace SwiftDiffusion.Diffusion.Onnx;

/// <summary>A tensor in native memory that ONNX Runtime reads and writes in place. Whoever creates it disposes it; a finalizer never does.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="long"/>.</typeparam>
internal sealed unsafe class NativeTensor<T> : IDisposable
    where T : unmanaged
{
    // A cache line, and enough for AVX-512.
    private const int Alignment = 64;

    private readonly long[] shape;
    private readonly int count;
    private void* memory;

    /// <summary>Allocates zeros.</summary>
    public NativeTensor(params long[] shape)
    {
        (this.shape, count) = (shape, checked((int)shape.Aggregate(1L, (product, length) => product * length)));
        memory = NativeMemory.AlignedAlloc((nuint)Math.Max(count, 1) * (nuint)sizeof(T), Alignment);
        new Span<T>(memory, count).Clear();
        OrtValue = View(shape);
        NativeTensors.Allocated((long)count * sizeof(T));
    }

    /// <summary>For binding; owned by this tensor.</summary>
    public OrtValue OrtValue { get; }

    /// <summary>Dimensions, outermost first.</summary>
    public ReadOnlySpan<long> Shape => shape;

    /// <summary>The elements in row-major order, valid until the tensor is disposed.</summary>
    public Span<T> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(memory is null, this);
            return new Span<T>(memory, count);
        }
    }

    /// <summary>The same memory under another shape of as many elements. The caller disposes it, before this tensor.</summary>
    public OrtValue View(long[] viewedAs)
    {
        ObjectDisposedException.ThrowIf(memory is null, this);
        var type = typeof(T) == typeof(float) ? TensorElementType.Float : TensorElementType.Int64;
        return OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, type, viewedAs, (nint)memory, (long)count * sizeof(T));
    }

    public void Dispose()
    {
        if (memory is not null)
        {
            OrtValue.Dispose();
            NativeMemory.AlignedFree(memory);
            memory = null;
            NativeTensors.Freed((long)count * sizeof(T));
        }
    }
}

/// <summary>Counts live tensors, so that tests can prove that nothing leaks.</summary>
internal static class NativeTensors
{
    private static long live;
    private static long bytes;

    /// <summary>Tensors allocated and not yet disposed, in this process.</summary>
    public static long Live => Interlocked.Read(ref live);

    /// <summary>The memory they hold.</summary>
    public static long Bytes => Interlocked.Read(ref bytes);

    public static void Allocated(long size)
    {
        Interlocked.Increment(ref live);
        Interlocked.Add(ref bytes, size);
    }

    public static void Freed(long size)
    {
        Interlocked.Decrement(ref live);
        Interlocked.Add(ref bytes, -size);
    }
}
