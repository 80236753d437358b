namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>The element types of safetensors that Stable Diffusion files use.</summary>
public enum ElementType
{
    /// <summary>IEEE 754 single precision.</summary>
    F32,

    /// <summary>IEEE 754 half precision.</summary>
    F16,

    /// <summary>The upper half of a single: 8 exponent bits, 7 of mantissa.</summary>
    BF16,

    /// <summary>IEEE 754 double precision.</summary>
    F64,

    /// <summary>Signed, 64 bits.</summary>
    I64,

    /// <summary>Signed, 32 bits.</summary>
    I32,

    /// <summary>Signed, 16 bits.</summary>
    I16,

    /// <summary>Signed, 8 bits.</summary>
    I8,

    /// <summary>Unsigned, 8 bits.</summary>
    U8,

    /// <summary>One byte a truth value.</summary>
    Bool,
}

/// <summary>Sizes and names of <see cref="ElementType"/>.</summary>
internal static class ElementTypes
{
    /// <summary>Bytes one element takes.</summary>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.F64 or ElementType.I64 => 8,
        ElementType.F32 or ElementType.I32 => 4,
        ElementType.F16 or ElementType.BF16 or ElementType.I16 => 2,
        _ => 1,
    };

    /// <summary>Reads a dtype as safetensors spells it, for example <c>BF16</c>.</summary>
    public static bool TryParse(string dtype, out ElementType type)
    {
        (type, var known) = dtype switch
        {
            "F32" => (ElementType.F32, true),
            "F16" => (ElementType.F16, true),
            "BF16" => (ElementType.BF16, true),
            "F64" => (ElementType.F64, true),
            "I64" => (ElementType.I64, true),
            "I32" => (ElementType.I32, true),
            "I16" => (ElementType.I16, true),
            "I8" => (ElementType.I8, true),
            "U8" => (ElementType.U8, true),
            "BOOL" => (ElementType.Bool, true),
            _ => (default, false),
        };
        return known;
    }
}
