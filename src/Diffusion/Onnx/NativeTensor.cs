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
    private readonly OrtValue ortValue;
    private void* memory;

    /// <summary>Allocates zeros.</summary>
    /// <exception cref="ArgumentException">A length is negative, or there would be more than 2³¹ − 1 elements.</exception>
    public NativeTensor(params long[] shape)
    {
        (this.shape, count) = (shape, Count(shape));
        memory = NativeMemory.AlignedAlloc((nuint)Math.Max(count, 1) * (nuint)sizeof(T), Alignment);
        new Span<T>(memory, count).Clear();
        ortValue = View(shape);
        NativeTensors.Allocated((long)count * sizeof(T));
    }

    /// <summary>For binding; owned by this tensor.</summary>
    public OrtValue OrtValue
    {
        get
        {
            // ONNX Runtime does not check: a call on a disposed value is a segmentation fault.
            ObjectDisposedException.ThrowIf(memory is null, this);
            return ortValue;
        }
    }

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
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public OrtValue View(long[] viewedAs)
    {
        ObjectDisposedException.ThrowIf(memory is null, this);
        if (Count(viewedAs) != count)
        {
            throw new ArgumentException($"A tensor of shape [{string.Join(", ", shape)}] cannot be viewed as [{string.Join(", ", viewedAs)}]: the numbers of elements differ.");
        }

        var type = typeof(T) == typeof(float) ? TensorElementType.Float : TensorElementType.Int64;
        return OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, type, viewedAs, (nint)memory, (long)count * sizeof(T));
    }

    public void Dispose()
    {
        if (memory is not null)
        {
            ortValue.Dispose();
            NativeMemory.AlignedFree(memory);
            memory = null;
            NativeTensors.Freed((long)count * sizeof(T));
        }
    }

    private static int Count(long[] shape)
    {
        var product = 1L;
        foreach (var length in shape)
        {
            // Below 2³¹ before and below 2³¹ now: the product cannot overflow.
            product = length is < 0 or > int.MaxValue ? -1 : product * length;
            if (product is < 0 or > int.MaxValue)
            {
                throw new ArgumentException($"A tensor cannot have shape [{string.Join(", ", shape)}]; allowed are lengths of 0 or more, and {int.MaxValue} elements.");
            }
        }

        return (int)product;
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
