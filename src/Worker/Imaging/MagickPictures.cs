using ImageMagick;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Worker.Imaging;

/// <summary>Pixels to ImageMagick and back.</summary>
internal static class MagickPictures
{
    /// <summary>A copy for ImageMagick, which the caller disposes.</summary>
    public static MagickImage ToMagick(Picture picture)
    {
        ImagingRuntime.Start();
        var image = new MagickImage();
        image.ReadPixels(picture.Pixels, new PixelReadSettings((uint)picture.Width, (uint)picture.Height, StorageType.Char, PixelMapping.RGB));
        return image;
    }

    /// <summary>A copy for us of an image in sRGB; alpha is ignored.</summary>
    public static Picture FromMagick(MagickImage image)
    {
        using var pixels = image.GetPixelsUnsafe();
        return new((int)image.Width, (int)image.Height, pixels.ToByteArray(PixelMapping.RGB)!);
    }
}
