using System.Buffers.Binary;
using System.Text;

namespace SwiftDiffusion.Worker.Imaging;

/// <summary>EXIF data with nothing in them but a user comment, as A1111 writes and reads it: in UTF-16, the higher byte first.</summary>
internal static class ExifComment
{
    private const ushort ExifFolder = 0x8769;
    private const ushort UserComment = 0x9286;
    private const ushort Long = 4;
    private const ushort Undefined = 7;

    // A folder with one entry: count, tag, type, length, value, and where the next folder is.
    private const int FolderSize = 2 + 2 + 2 + 4 + 4 + 4;
    private const int FirstFolder = 8;

    /// <summary>The block, beginning with <c>Exif</c> and two null bytes.</summary>
    public static byte[] Write(string comment)
    {
        byte[] content = [.. "UNICODE\0"u8, .. Encoding.BigEndianUnicode.GetBytes(comment)];
        const int SecondFolder = FirstFolder + FolderSize;
        return
        [
            .. "Exif\0\0"u8,
            .. "MM\0*"u8, .. Number(FirstFolder),
            .. Folder(ExifFolder, Long, 1, SecondFolder),
            .. Folder(UserComment, Undefined, content.Length, SecondFolder + FolderSize),
            .. content,
        ];
    }

    private static byte[] Folder(ushort tag, ushort type, int count, int value) => [0, 1, .. Short(tag), .. Short(type), .. Number(count), .. Number(value), .. Number(0)];

    private static byte[] Short(ushort value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
