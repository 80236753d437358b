using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SwiftDiffusion.Diffusion.Adapters.Deltas;

/// <summary>W += s·U·D, the update of low rank that most adapters are.</summary>
internal static class RankUpdate
{
    // Rows that are updated at once: with two vectors each, their sums stay in registers, and each element of D that is loaded serves all of them.
    private const int Rows = 4;

    /// <summary>Adds a product to some rows of a weight.</summary>
    /// <param name="w">The rows, each as wide as <paramref name="d"/>.</param>
    /// <param name="u">As many rows as <paramref name="w"/> has, each as long as <paramref name="d"/> has rows: the rank.</param>
    /// <param name="d">The factor beside the input.</param>
    /// <param name="s">The factor before all.</param>
    public static void Add(Span<float> w, ReadOnlySpan<float> u, StripedMatrix d, float s)
    {
        var count = w.Length / d.Width;
        if (w.Length != count * d.Width || u.Length != count * d.Rows)
        {
            throw new ArgumentException($"A weight of {w.Length} elements in rows of {d.Width} takes no product of {u.Length} elements with a matrix of {d.Rows} rows.");
        }

        var scaled = ArrayPool<float>.Shared.Rent(u.Length);
        try
        {
            TensorPrimitives.Multiply(u, s, scaled);
            for (var strip = 0; strip < d.Strips; strip++)
            {
                AddStrip(w, count, scaled, d, strip);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scaled);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddStrip(Span<float> w, int count, ReadOnlySpan<float> u, StripedMatrix d, int strip)
    {
        var first = strip * StripedMatrix.Strip;
        var row = 0;
        if (first + StripedMatrix.Strip <= d.Width)
        {
            for (; row + Rows <= count; row += Rows)
            {
                ref var target = ref w[(row * d.Width) + first];
                if (Vector512.IsHardwareAccelerated)
                {
                    AddTo512(ref target, d.Width, u.Slice(row * d.Rows, Rows * d.Rows), d[strip]);
                }
                else
                {
                    AddTo256(ref target, d.Width, u.Slice(row * d.Rows, Rows * d.Rows), d[strip]);
                }
            }
        }

        // Rows and columns that fill no vector: none in published models but at the ends of the UNet.
        var columns = Math.Min(StripedMatrix.Strip, d.Width - first);
        for (; row < count; row++)
        {
            AddTo(w.Slice((row * d.Width) + first, columns), u.Slice(row * d.Rows, d.Rows), d[strip]);
        }
    }

    /// <summary>Four rows, 32 columns of each.</summary>
    // A process's first merge is as good as its only one: no time to warm up.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTo512(ref float w, int width, ReadOnlySpan<float> u, ReadOnlySpan<float> strip)
    {
        ref var w1 = ref Unsafe.Add(ref w, width);
        ref var w2 = ref Unsafe.Add(ref w1, width);
        ref var w3 = ref Unsafe.Add(ref w2, width);
        var (s00, s01) = (Vector512.LoadUnsafe(ref w), Vector512.LoadUnsafe(ref w, 16));
        var (s10, s11) = (Vector512.LoadUnsafe(ref w1), Vector512.LoadUnsafe(ref w1, 16));
        var (s20, s21) = (Vector512.LoadUnsafe(ref w2), Vector512.LoadUnsafe(ref w2, 16));
        var (s30, s31) = (Vector512.LoadUnsafe(ref w3), Vector512.LoadUnsafe(ref w3, 16));
        ref var d = ref MemoryMarshal.GetReference(strip);
        ref var factors = ref MemoryMarshal.GetReference(u);
        var rank = u.Length / Rows;
        for (var k = 0; k < rank; k++)
        {
            var d0 = Vector512.LoadUnsafe(ref d, (nuint)(k * StripedMatrix.Strip));
            var d1 = Vector512.LoadUnsafe(ref d, (nuint)((k * StripedMatrix.Strip) + 16));
            var f = Vector512.Create(Unsafe.Add(ref factors, k));
            s00 = Vector512.FusedMultiplyAdd(f, d0, s00);
            s01 = Vector512.FusedMultiplyAdd(f, d1, s01);
            f = Vector512.Create(Unsafe.Add(ref factors, rank + k));
            s10 = Vector512.FusedMultiplyAdd(f, d0, s10);
            s11 = Vector512.FusedMultiplyAdd(f, d1, s11);
            f = Vector512.Create(Unsafe.Add(ref factors, (2 * rank) + k));
            s20 = Vector512.FusedMultiplyAdd(f, d0, s20);
            s21 = Vector512.FusedMultiplyAdd(f, d1, s21);
            f = Vector512.Create(Unsafe.Add(ref factors, (3 * rank) + k));
            s30 = Vector512.FusedMultiplyAdd(f, d0, s30);
            s31 = Vector512.FusedMultiplyAdd(f, d1, s31);
        }

        s00.StoreUnsafe(ref w);
        s01.StoreUnsafe(ref w, 16);
        s10.StoreUnsafe(ref w1);
        s11.StoreUnsafe(ref w1, 16);
        s20.StoreUnsafe(ref w2);
        s21.StoreUnsafe(ref w2, 16);
        s30.StoreUnsafe(ref w3);
        s31.StoreUnsafe(ref w3, 16);
    }

    /// <summary>The same in two halves of 16 columns, for 16 registers of 256 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTo256(ref float w, int width, ReadOnlySpan<float> u, ReadOnlySpan<float> strip)
    {
        var rank = u.Length / Rows;
        ref var factors = ref MemoryMarshal.GetReference(u);
        for (var half = 0; half < StripedMatrix.Strip; half += 16)
        {
            ref var w0 = ref Unsafe.Add(ref w, half);
            ref var w1 = ref Unsafe.Add(ref w0, width);
            ref var w2 = ref Unsafe.Add(ref w1, width);
            ref var w3 = ref Unsafe.Add(ref w2, width);
            var (s00, s01) = (Vector256.LoadUnsafe(ref w0), Vector256.LoadUnsafe(ref w0, 8));
            var (s10, s11) = (Vector256.LoadUnsafe(ref w1), Vector256.LoadUnsafe(ref w1, 8));
            var (s20, s21) = (Vector256.LoadUnsafe(ref w2), Vector256.LoadUnsafe(ref w2, 8));
            var (s30, s31) = (Vector256.LoadUnsafe(ref w3), Vector256.LoadUnsafe(ref w3, 8));
            ref var d = ref Unsafe.Add(ref MemoryMarshal.GetReference(strip), half);
            for (var k = 0; k < rank; k++)
            {
                var d0 = Vector256.LoadUnsafe(ref d, (nuint)(k * StripedMatrix.Strip));
                var d1 = Vector256.LoadUnsafe(ref d, (nuint)((k * StripedMatrix.Strip) + 8));
                var f = Vector256.Create(Unsafe.Add(ref factors, k));
                s00 = Vector256.FusedMultiplyAdd(f, d0, s00);
                s01 = Vector256.FusedMultiplyAdd(f, d1, s01);
                f = Vector256.Create(Unsafe.Add(ref factors, rank + k));
                s10 = Vector256.FusedMultiplyAdd(f, d0, s10);
                s11 = Vector256.FusedMultiplyAdd(f, d1, s11);
                f = Vector256.Create(Unsafe.Add(ref factors, (2 * rank) + k));
                s20 = Vector256.FusedMultiplyAdd(f, d0, s20);
                s21 = Vector256.FusedMultiplyAdd(f, d1, s21);
                f = Vector256.Create(Unsafe.Add(ref factors, (3 * rank) + k));
                s30 = Vector256.FusedMultiplyAdd(f, d0, s30);
                s31 = Vector256.FusedMultiplyAdd(f, d1, s31);
            }

            s00.StoreUnsafe(ref w0);
            s01.StoreUnsafe(ref w0, 8);
            s10.StoreUnsafe(ref w1);
            s11.StoreUnsafe(ref w1, 8);
            s20.StoreUnsafe(ref w2);
            s21.StoreUnsafe(ref w2, 8);
            s30.StoreUnsafe(ref w3);
            s31.StoreUnsafe(ref w3, 8);
        }
    }

    private static void AddTo(Span<float> w, ReadOnlySpan<float> u, ReadOnlySpan<float> strip)
    {
        for (var k = 0; k < u.Length; k++)
        {
            TensorPrimitives.FusedMultiplyAdd(strip.Slice(k * StripedMatrix.Strip, w.Length), u[k], w, w);
        }
    }
}
