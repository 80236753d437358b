using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace SwiftDiffusion.Worker.Tests.Imaging;

/// <summary>PNG files by hand, written and taken apart by the specification alone.</summary>
internal static class TestPng
{
    /// <summary>A file whose rows are given as they stand in it, without filters; a filler makes it longer than they do.</summary>
    public static byte[] Write(int width, int height, byte bitDepth, byte colorType, byte[][] rows, int filler = 0)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var row in rows)
            {
                zlib.WriteByte(0);
                zlib.Write(row);
            }
        }

        byte[] header = [.. Number(width), .. Number(height), bitDepth, colorType, 0, 0, 0];
        return [.. Signature, .. Chunk("IHDR", header), .. filler > 0 ? Chunk("fiLl", new byte[filler]) : [], .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    /// <summary>The chunks of a file; fails when one's checksum is wrong.</summary>
    public static List<(string Type, byte[] Data)> Chunks(ReadOnlySpan<byte> file)
    {
        Assert.True(file.StartsWith(Signature), "No PNG signature.");
        List<(string Type, byte[] Data)> chunks = [];
        for (var at = Signature.Length; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file[at..]);
            var (type, data) = (Encoding.ASCII.GetString(file.Slice(at + 4, 4)), file.Slice(at + 8, length).ToArray());
            Assert.Equal(Chunk(type, data), file.Slice(at, length + 12).ToArray());
            chunks.Add((type, data));
            at += length + 12;
        }

        return chunks;
    }

    /// <summary>The text under a keyword, as a reader decodes it.</summary>
    public static string? Text(ReadOnlySpan<byte> file, string keyword)
    {
        byte[] start = [.. Encoding.Latin1.GetBytes(keyword), 0];
        foreach (var (type, data) in Chunks(file).Where(chunk => chunk.Data.AsSpan().StartsWith(start)))
        {
            switch (type)
            {
                case "tEXt":
                    return Encoding.Latin1.GetString(data.AsSpan(start.Length));
                case "iTXt":
                    Assert.Equal(new byte[4], data[start.Length..(start.Length + 4)]);
                    return Encoding.UTF8.GetString(data.AsSpan(start.Length + 4));
            }
        }

        return null;
    }

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        return [.. Number(data.Length), .. body, .. Number((int)Crc(body))];
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
