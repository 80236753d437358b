using System.Runtime.Intrinsics;

namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>Box and Muller's transform (1958) of 16 uniforms, with the logarithm and the sine of the Cephes library, in the operations and the order in which torch does it.</summary>
/// <remarks>
/// Results are bit-equal to torch's on x86 only as long as every fused multiply-add stays fused and no other pair of operations becomes one. Where the processor
/// has no such instruction .NET computes the same bits in software.
/// </remarks>
internal static class BoxMuller
{
    /// <summary>How many uniforms one transform takes.</summary>
    public const int Block = 16;

    /// <summary>Turns uniforms of [0, 1) into normals: element j pairs with element j + 8.</summary>
    public static void Transform(Span<float> block)
    {
        var u1 = Vector256<float>.One - Vector256.Create<float>(block); // (0, 1]: its logarithm is finite
        var u2 = Vector256.Create<float>(block[8..]);
        var radius = Vector256.Sqrt(Log(u1) * -2f);
        var (sin, cos) = SinCos(u2 * (2f * MathF.PI));
        (radius * cos).CopyTo(block);
        (radius * sin).CopyTo(block[8..]);
    }

    // x = m·2^e with m in [√½, √2), then a polynomial in m − 1; x > 0 and normal.
    private static Vector256<float> Log(Vector256<float> x)
    {
        var bits = x.AsInt32();
        var e = Vector256.ConvertToSingle((bits >>> 23) - Vector256.Create(0x7F)) + Vector256<float>.One;
        var m = ((bits & Vector256.Create(unchecked((int)0x807FFFFF))) | Vector256.Create(0x3F000000)).AsSingle();
        var small = Vector256.LessThan(m, Vector256.Create(0.707106781186547524f));
        e -= Vector256<float>.One & small;
        m = m - Vector256<float>.One + (m & small);

        var z = m * m;
        var y = Vector256.Create(7.0376836292e-2f);
        y = Fma(y, m, -1.1514610310e-1f);
        y = Fma(y, m, 1.1676998740e-1f);
        y = Fma(y, m, -1.2420140846e-1f);
        y = Fma(y, m, 1.4249322787e-1f);
        y = Fma(y, m, -1.6668057665e-1f);
        y = Fma(y, m, 2.0000714765e-1f);
        y = Fma(y, m, -2.4999993993e-1f);
        y = Fma(y, m, 3.3333331174e-1f);
        y = Vector256.FusedMultiplyAdd(y * m, z, e * -2.12194440e-4f);
        y = Vector256.FusedMultiplyAdd(-z, Vector256.Create(0.5f), y);
        return Vector256.FusedMultiplyAdd(e, Vector256.Create(0.693359375f), m + y);
    }

    // x ≥ 0 is reduced to [−π/4, π/4] by an even multiple j of π/4, which says which polynomial and which sign each function takes.
    private static (Vector256<float> Sin, Vector256<float> Cos) SinCos(Vector256<float> x)
    {
        var j = (Vector256.ConvertToInt32(x * 1.27323954473516f) + Vector256<int>.One) & Vector256.Create(~1);
        var y = Vector256.ConvertToSingle(j);
        x = Vector256.FusedMultiplyAdd(y, Vector256.Create(-0.78515625f), x);
        x = Vector256.FusedMultiplyAdd(y, Vector256.Create(-2.4187564849853515625e-4f), x);
        x = Vector256.FusedMultiplyAdd(y, Vector256.Create(-3.77489497744594108e-8f), x);

        var z = x * x;
        var c = Vector256.Create(2.443315711809948e-5f);
        c = Fma(c, z, -1.388731625493765e-3f);
        c = Fma(c, z, 4.166664568298827e-2f);
        c = Vector256.FusedMultiplyAdd(c * z, z, -(z * 0.5f)) + Vector256<float>.One;
        var s = Vector256.Create(-1.9515295891e-4f);
        s = Fma(s, z, 8.3321608736e-3f);
        s = Fma(s, z, -1.6666654611e-1f);
        s = Vector256.FusedMultiplyAdd(s * z, x, x);

        var swap = Vector256.Equals(j & Vector256.Create(2), Vector256.Create(2)).AsSingle();
        var sinSign = ((j & Vector256.Create(4)) << 29).AsSingle();
        var cosSign = (Vector256.AndNot(Vector256.Create(4), j - Vector256.Create(2)) << 29).AsSingle();
        return (Vector256.ConditionalSelect(swap, c, s) ^ sinSign, Vector256.ConditionalSelect(swap, s, c) ^ cosSign);
    }

    private static Vector256<float> Fma(Vector256<float> value, Vector256<float> factor, float addend) =>
        Vector256.FusedMultiplyAdd(value, factor, Vector256.Create(addend));
}
