using System.Buffers.Binary;
using System.Text;

namespace SwiftDiffusion.Worker.Imaging;

/// <summary>Text in PNG files: chunks tEXt for Latin-1, iTXt for the rest (PNG specification, third edition, 11.3.3).</summary>
internal static class PngText
{
    // The signature, and the header chunk, which is always first and 25 bytes long.
    private const int FirstPlace = 8 + 25;

    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(CrcOf)];

    /// <summary>A PNG file with texts after its header, in the order given.</summary>
    /// <param name="file">A PNG file.</param>
    /// <param name="texts">Keywords, 1 to 79 Latin-1 characters, and texts.</param>
    public static byte[] Insert(ReadOnlySpan<byte> file, IEnumerable<(string Keyword, string Text)> texts)
    {
        using var output = new MemoryStream();
        output.Write(file[..FirstPlace]);
        foreach (var (keyword, text) in texts)
        {
            // A null character ends a field; there is no way to write one.
            var clean = text.Replace("\0", "", StringComparison.Ordinal);
            if (clean.All(IsLatin1))
            {
                WriteChunk(output, "tEXt"u8, [.. Encoding.Latin1.GetBytes(keyword), 0, .. Encoding.Latin1.GetBytes(clean)]);
            }
            else
            {
                // Keyword; not compressed, by method 0; no language; no translated keyword; text.
                WriteChunk(output, "iTXt"u8, [.. Encoding.Latin1.GetBytes(keyword), 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(clean)]);
            }
        }

        output.Write(file[FirstPlace..]);
        return output.ToArray();
    }

    private static bool IsLatin1(char c) => c is '\n' or (>= ' ' and <= '~') or (>= '\u00A0' and <= '\u00FF');

    private static void WriteChunk(MemoryStream output, ReadOnlySpan<byte> type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        output.Write(number);
        output.Write(type);
        output.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        output.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            crc = CrcTable[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint CrcOf(int value)
    {
        var crc = (uint)value;
        for (var bit = 0; bit < 8; bit++)
        {
            crc = (crc & 1) == 0 ? crc >> 1 : 0xEDB88320 ^ (crc >> 1);
        }

        return crc;
    }
}
