using ImageMagick;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Worker.Imaging;

/// <summary>Reads picture files that others made, good or bad.</summary>
internal static class PictureReader
{
    /// <summary>Decodes a file: its first frame, turned as its EXIF data say, in sRGB, transparent parts white (which in a mask is what is painted).</summary>
    /// <param name="file">A PNG, JPEG, WebP, BMP, GIF or TIFF file; told by its content.</param>
    /// <param name="limits">What is too large; null is <see cref="PictureLimits.Default"/>. Checked before anything is decoded.</param>
    /// <exception cref="InvalidPictureException">It is none of these, too large, or broken.</exception>
    public static Picture Read(ReadOnlyMemory<byte> file, PictureLimits? limits = null)
    {
        limits ??= PictureLimits.Default;
        limits.CheckFile(file.Length);
        var format = PictureFormats.Of(file.Span) ?? throw new InvalidPictureException($"The file is of an unknown format; allowed are {PictureFormats.Allowed}.");
        ImagingRuntime.Start();
        try
        {
            return Decode(file.Span, format, limits);
        }
        catch (MagickException e)
        {
            throw new InvalidPictureException($"The {Name(format)} file is broken: {Reason(e)}.", e);
        }
    }

    private static Picture Decode(ReadOnlySpan<byte> file, MagickFormat format, PictureLimits limits)
    {
        var settings = new MagickReadSettings { Format = format, FrameIndex = 0, FrameCount = 1 };
        using var image = new MagickImage();
        image.Warning += (_, warning) => RefuseCutOff(warning.Exception);
        image.Ping(file, settings);
        limits.CheckSize(image.Width, image.Height);
        limits.CheckSize(Math.Max(image.Page.Width, 1), Math.Max(image.Page.Height, 1));

        image.Read(file, settings);
        image.AutoOrient();
        PictureColors.ToOpaqueSrgb(image);
        if (format == MagickFormat.Gif)
        {
            FillCanvas(image);
        }

        return MagickPictures.FromMagick(image);
    }

    // The JPEG decoder fills up with grey what is missing, and only warns.
    private static void RefuseCutOff(MagickException warning)
    {
        if (warning.Message.Contains("Premature end", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidPictureException($"The file is cut off: {Reason(warning)}.", warning);
        }
    }

    // A GIF's frame may cover a part of its canvas only.
    private static void FillCanvas(MagickImage image)
    {
        var page = image.Page;
        if (page.Width > 0 && page.Height > 0 && (page.X != 0 || page.Y != 0 || page.Width != image.Width || page.Height != image.Height))
        {
            image.BackgroundColor = MagickColors.White;
            image.Extent(-page.X, -page.Y, page.Width, page.Height);
        }
    }

    private static string Name(MagickFormat format) => format is MagickFormat.WebP ? "WebP" : format.ToString().ToUpperInvariant();

    // Messages end in "`file' @ error/png.c/MagickPNGError/1308".
    private static string Reason(MagickException exception) => exception.Message.Split(['`', '@'], 2)[0].Trim();
}
