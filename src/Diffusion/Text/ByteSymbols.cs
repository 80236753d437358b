namespace SwiftDiffusion.Diffusion.Text;

/// <summary>One printable character for each byte, in which byte-level vocabularies spell their tokens.</summary>
/// <remarks>Bytes that print in Latin-1 stand for themselves; the other 68 follow each other from U+0100.</remarks>
internal static class ByteSymbols
{
    /// <summary>The symbol of each byte, by byte.</summary>
    public static IReadOnlyList<char> All { get; }

    /// <summary>The same 256, printable bytes first: the order in which vocabularies list them.</summary>
    public static IReadOnlyList<char> InTableOrder { get; }

    private static readonly Dictionary<char, byte> Bytes;

    static ByteSymbols()
    {
        var others = 0;
        All = [.. Enumerable.Range(0, 256).Select(value => Prints(value) ? (char)value : (char)(0x100 + others++))];
        InTableOrder = [.. All.Order()];
        Bytes = All.Index().ToDictionary(entry => entry.Item, entry => (byte)entry.Index);
    }

    public static bool TryGetByte(char symbol, out byte value) => Bytes.TryGetValue(symbol, out value);

    private static bool Prints(int value) => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
}
