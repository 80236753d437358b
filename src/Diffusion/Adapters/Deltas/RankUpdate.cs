using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace SwiftDiffusion.Diffusion.Adapters.Deltas;

/// <summary>W += s·U·D, the update of low rank that most adapters are.</summary>
internal static class RankUpdate
{
    // What stays in registers: 4 rows of 2 vectors. With two vectors of D and one element of U that fits the 16 registers of AVX2.
    private const int Rows = 4;

    // Columns of D that are used again for every row: at rank 32 they take 64 KiB of the second-level cache.
    private const int Columns = 512;

    /// <summary>Adds a product to some rows of a weight.</summary>
    /// <param name="w">The rows, each <paramref name="width"/> long.</param>
    /// <param name="width">Columns of the weight.</param>
    /// <param name="u">As many rows as <paramref name="w"/> has, each <paramref name="rank"/> long.</param>
    /// <param name="d"><paramref name="rank"/> rows, each <paramref name="width"/> long.</param>
    /// <param name="rank">Columns of U and rows of D.</param>
    /// <param name="s">The factor.</param>
    public static void Add(Span<float> w, int width, ReadOnlySpan<float> u, ReadOnlySpan<float> d, int rank, float s)
    {
        var count = width == 0 ? 0 : w.Length / width;
        if (w.Length != count * width || u.Length != count * rank || d.Length != rank * width)
        {
            throw new ArgumentException($"A weight of {w.Length} elements in rows of {width} does not take a product of {u.Length} and {d.Length} elements of rank {rank}.");
        }

        var scaled = ArrayPool<float>.Shared.Rent(u.Length);
        try
        {
            TensorPrimitives.Multiply(u, s, scaled);
            Add(w, width, count, scaled.AsSpan(0, u.Length), d, rank);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scaled);
        }
    }

    private static void Add(Span<float> w, int width, int count, ReadOnlySpan<float> u, ReadOnlySpan<float> d, int rank)
    {
        var step = 2 * Vector<float>.Count;
        var vectored = width - (width % step);
        for (var first = 0; first < vectored; first += Columns)
        {
            var end = Math.Min(first + Columns, vectored);
            var row = 0;
            for (; row + Rows <= count; row += Rows)
            {
                AddToFour(ref w[row * width], width, in u[row * rank], in d[0], rank, first, end);
            }

            for (; row < count; row++)
            {
                AddToOne(ref w[row * width], width, in u[row * rank], in d[0], rank, first, end);
            }
        }

        for (var row = 0; row < count && vectored < width; row++)
        {
            AddToRest(w.Slice(row * width, width), u.Slice(row * rank, rank), d, vectored);
        }
    }

    private static void AddToFour(ref float w, int width, in float u, in float d, int rank, int first, int end)
    {
        ref var u0 = ref Unsafe.AsRef(in u);
        ref var panel = ref Unsafe.AsRef(in d);
        for (var column = first; column < end; column += 2 * Vector<float>.Count)
        {
            ref var w0 = ref Unsafe.Add(ref w, column);
            ref var w1 = ref Unsafe.Add(ref w0, width);
            ref var w2 = ref Unsafe.Add(ref w1, width);
            ref var w3 = ref Unsafe.Add(ref w2, width);
            var (s00, s01) = Load(ref w0);
            var (s10, s11) = Load(ref w1);
            var (s20, s21) = Load(ref w2);
            var (s30, s31) = Load(ref w3);
            for (var k = 0; k < rank; k++)
            {
                var (d0, d1) = Load(ref Unsafe.Add(ref panel, ((nint)k * width) + column));
                var f = new Vector<float>(Unsafe.Add(ref u0, k));
                (s00, s01) = (Vector.FusedMultiplyAdd(f, d0, s00), Vector.FusedMultiplyAdd(f, d1, s01));
                f = new Vector<float>(Unsafe.Add(ref u0, rank + k));
                (s10, s11) = (Vector.FusedMultiplyAdd(f, d0, s10), Vector.FusedMultiplyAdd(f, d1, s11));
                f = new Vector<float>(Unsafe.Add(ref u0, (2 * rank) + k));
                (s20, s21) = (Vector.FusedMultiplyAdd(f, d0, s20), Vector.FusedMultiplyAdd(f, d1, s21));
                f = new Vector<float>(Unsafe.Add(ref u0, (3 * rank) + k));
                (s30, s31) = (Vector.FusedMultiplyAdd(f, d0, s30), Vector.FusedMultiplyAdd(f, d1, s31));
            }

            Store(ref w0, s00, s01);
            Store(ref w1, s10, s11);
            Store(ref w2, s20, s21);
            Store(ref w3, s30, s31);
        }
    }

    private static void AddToOne(ref float w, int width, in float u, in float d, int rank, int first, int end)
    {
        ref var u0 = ref Unsafe.AsRef(in u);
        ref var panel = ref Unsafe.AsRef(in d);
        for (var column = first; column < end; column += 2 * Vector<float>.Count)
        {
            ref var w0 = ref Unsafe.Add(ref w, column);
            var (s0, s1) = Load(ref w0);
            for (var k = 0; k < rank; k++)
            {
                var (d0, d1) = Load(ref Unsafe.Add(ref panel, ((nint)k * width) + column));
                var f = new Vector<float>(Unsafe.Add(ref u0, k));
                (s0, s1) = (Vector.FusedMultiplyAdd(f, d0, s0), Vector.FusedMultiplyAdd(f, d1, s1));
            }

            Store(ref w0, s0, s1);
        }
    }

    /// <summary>The columns that fill no vector.</summary>
    private static void AddToRest(Span<float> w, ReadOnlySpan<float> u, ReadOnlySpan<float> d, int first)
    {
        for (var column = first; column < w.Length; column++)
        {
            var sum = w[column];
            for (var k = 0; k < u.Length; k++)
            {
                sum = MathF.FusedMultiplyAdd(u[k], d[(k * w.Length) + column], sum);
            }

            w[column] = sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<float> First, Vector<float> Second) Load(ref float at) =>
        (Vector.LoadUnsafe(ref at), Vector.LoadUnsafe(ref at, (nuint)Vector<float>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref float at, Vector<float> first, Vector<float> second)
    {
        first.StoreUnsafe(ref at);
        second.StoreUnsafe(ref at, (nuint)Vector<float>.Count);
    }
}
