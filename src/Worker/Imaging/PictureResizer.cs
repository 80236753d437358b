using ImageMagick;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Worker.Imaging;

/// <summary>Brings pictures to another size, by Lanczos' filter with three lobes.</summary>
internal static class PictureResizer
{
    /// <summary>Resizes a picture; one that has the size already is given back as it is.</summary>
    /// <param name="picture">What to resize; not changed.</param>
    /// <param name="width">In pixels, at least 1.</param>
    /// <param name="height">In pixels, at least 1.</param>
    /// <param name="mode">What becomes of the proportions.</param>
    public static Picture Resize(Picture picture, int width, int height, ResizeMode mode)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (picture.Width == width && picture.Height == height)
        {
            return picture;
        }

        var (scaledWidth, scaledHeight) = Scaled(picture, width, height, mode);
        using var image = MagickPictures.ToMagick(picture);
        image.FilterType = FilterType.Lanczos;
        image.Resize(new MagickGeometry((uint)scaledWidth, (uint)scaledHeight) { IgnoreAspectRatio = true });
        // Cuts off or fills up evenly; with an odd number, the right and lower side get the larger share.
        image.BackgroundColor = MagickColors.Black;
        image.Extent((scaledWidth - width) / 2, (scaledHeight - height) / 2, (uint)width, (uint)height);
        return MagickPictures.FromMagick(image);
    }

    private static (int Width, int Height) Scaled(Picture picture, int width, int height, ResizeMode mode)
    {
        var (across, down) = ((double)width / picture.Width, (double)height / picture.Height);
        var scale = mode switch
        {
            ResizeMode.Crop => Math.Max(across, down),
            ResizeMode.Pad => Math.Min(across, down),
            _ => double.NaN,
        };
        return double.IsNaN(scale) ? (width, height) : (Length(picture.Width, scale), Length(picture.Height, scale));
    }

    private static int Length(int length, double scale) => Math.Max(1, (int)Math.Round(length * scale, MidpointRounding.AwayFromZero));
}
