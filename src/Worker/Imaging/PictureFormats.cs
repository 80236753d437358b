using System.Buffers.Binary;
using ImageMagick;

namespace SwiftDiffusion.Worker.Imaging;

/// <summary>The formats that are taken in, told apart by what files of them begin with, whatever a file's name says.</summary>
internal static class PictureFormats
{
    /// <summary>The formats' names, for messages.</summary>
    public const string Allowed = "PNG, JPEG, WebP, BMP, GIF and TIFF";

    /// <summary>The format of a file; null for one that isn't taken in.</summary>
    public static MagickFormat? Of(ReadOnlySpan<byte> file)
    {
        return file switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, ..] => MagickFormat.Png,
            [0xFF, 0xD8, 0xFF, ..] => MagickFormat.Jpeg,
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => MagickFormat.WebP,
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => MagickFormat.Gif,
            [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => MagickFormat.Tiff,
            [(byte)'B', (byte)'M', ..] when IsBmp(file) => MagickFormat.Bmp,
            _ => null,
        };
    }

    // Two letters are a weak sign; the length of the header that follows is one of few.
    private static bool IsBmp(ReadOnlySpan<byte> file) => file.Length > 18 && BinaryPrimitives.ReadInt32LittleEndian(file[14..]) is 12 or 40 or 52 or 56 or 64 or 108 or 124;
}
