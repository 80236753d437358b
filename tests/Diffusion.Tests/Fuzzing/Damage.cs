using CsCheck;

namespace SwiftDiffusion.Diffusion.Tests.Fuzzing;

/// <summary>Ways in which a file can be damaged on its way, or on purpose.</summary>
internal static class Damage
{
    // Headers lie there: that is where damage is to be found out.
    private const int Front = 4096;

    /// <summary>One to four of them, one after the other.</summary>
    public static Gen<Func<byte[], byte[]>> Any { get; } = Gen.OneOf(
        Gen.Select(Gen.Int[0, Front], Gen.Byte, (at, value) => Change(at, value)),
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.Byte, (at, value) => Change(at, value)),
        Gen.Int[0, int.MaxValue].Select(at => (Func<byte[], byte[]>)(file => file.Length == 0 ? file : file[..(at % file.Length)])),
        Gen.Select(Gen.Int[0, Front], Gen.Byte.Array[1, 40], (at, added) => (Func<byte[], byte[]>)(file => [.. file[..Math.Min(at, file.Length)], .. added, .. file[Math.Min(at, file.Length)..]])),
        Gen.Long.Select(length => (Func<byte[], byte[]>)(file => file.Length < 8 ? file : [.. BitConverter.GetBytes(length), .. file[8..]])),
        Gen.Select(Gen.Int[0, Front], Gen.Char['0', '9'], (at, digit) => NextDigit(at, (byte)digit))).Array[1, 4].Select(all => (Func<byte[], byte[]>)(file => all.Aggregate(file, (f, damage) => damage(f))));

    private static Func<byte[], byte[]> Change(int at, byte value) => file =>
    {
        var changed = file.ToArray();
        if (changed.Length > 0)
        {
            changed[at % changed.Length] = value;
        }

        return changed;
    };

    /// <summary>Another digit in some number: offsets and lengths that are well formed and wrong.</summary>
    private static Func<byte[], byte[]> NextDigit(int at, byte digit) => file =>
    {
        var changed = file.ToArray();
        var next = Array.FindIndex(changed, Math.Min(at, changed.Length), value => value is >= (byte)'0' and <= (byte)'9');
        if (next >= 0)
        {
            changed[next] = digit;
        }

        return changed;
    };
}
