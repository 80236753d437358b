using ImageMagick;
using ImageMagick.Formats;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Worker.Imaging;

/// <summary>Writes painted pictures as files. The same picture, format and metadata give the same bytes.</summary>
internal static class PictureWriter
{
    // What a segment of a JPEG file can hold: EXIF with its six letters of prefix, and XMP with its 29.
    private const int MaxExifInJpeg = 65_533;
    private const int MaxXmpInJpeg = 65_533 - 29;

    // No chunk but pixels: the others would carry times, and a gamma that some programs apply a second time.
    // After PNG's filters, what repeats in a painting are runs: looking for those alone takes a quarter of the time, and the files are no longer for it.
    private static readonly PngWriteDefines Pixels = new()
    {
        ColorType = ColorType.TrueColor,
        BitDepth = 8,
        ExcludeChunks = PngChunkFlags.All,
        CompressionLevel = 4,
        CompressionStrategy = PngCompressionStrategy.RLE,
    };

    /// <summary>The extension of a format's files, without a dot.</summary>
    public static string Extension(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => "jpg",
        ImageFormat.Webp => "webp",
        _ => "png",
    };

    /// <summary>Encodes a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="output">Format, quality, and whether metadata go in.</param>
    /// <param name="metadata">What the file tells of its making: in PNG as text under two keywords; in JPEG and WebP, A1111's text as EXIF's user comment and the JSON in XMP.
    /// Of a JPEG, which holds at most 64 KiB of each, what exceeds that is left out.</param>
    public static byte[] Write(Picture picture, OutputFormat output, PictureMetadata metadata)
    {
        using var image = MagickPictures.ToMagick(picture);
        var told = output.EmbedMetadata ? metadata : null;
        return output.Format switch
        {
            ImageFormat.Jpeg => Jpeg(image, output.Quality, told),
            ImageFormat.Webp => WebP(image, output.Quality, told),
            _ => Png(image, told),
        };
    }

    private static byte[] Png(MagickImage image, PictureMetadata? metadata)
    {
        var file = image.ToByteArray(Pixels);
        return metadata is null
            ? file
            : PngText.Insert(file, [(PictureMetadata.ParametersKeyword, metadata.Parameters), (PictureMetadata.JsonKeyword, metadata.Json)]);
    }

    private static byte[] Jpeg(MagickImage image, int quality, PictureMetadata? metadata)
    {
        image.Quality = (uint)quality;
        if (metadata is not null)
        {
            Attach(image, metadata, MaxExifInJpeg, MaxXmpInJpeg);
        }

        return image.ToByteArray(MagickFormat.Jpeg);
    }

    private static byte[] WebP(MagickImage image, int quality, PictureMetadata? metadata)
    {
        // Of a lossless file, quality is the effort: 75 is libwebp's default.
        var lossless = quality >= 100;
        image.Quality = lossless ? 75 : (uint)quality;
        if (metadata is not null)
        {
            Attach(image, metadata, int.MaxValue, int.MaxValue);
        }

        return image.ToByteArray(new WebPWriteDefines { Lossless = lossless, Method = 4 });
    }

    private static void Attach(MagickImage image, PictureMetadata metadata, int maxExif, int maxXmp)
    {
        var exif = ExifComment.Write(metadata.Parameters);
        if (exif.Length <= maxExif)
        {
            image.SetProfile(new ExifProfile(exif));
        }

        var xmp = XmpPacket.Write(metadata.Json);
        if (xmp.Length <= maxXmp)
        {
            image.SetProfile(new XmpProfile(xmp));
        }
    }
}
