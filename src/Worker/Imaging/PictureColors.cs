using ImageMagick;

namespace SwiftDiffusion.Worker.Imaging;

/// <summary>Brings what files hold (grey, CMYK, wide gamuts, palettes, transparency) to opaque sRGB.</summary>
internal static class PictureColors
{
    /// <summary>Converts in place. Transparent parts show white.</summary>
    public static void ToOpaqueSrgb(MagickImage image)
    {
        ApplyProfile(image);
        image.ColorSpace = ColorSpace.sRGB;
        if (image.HasAlpha)
        {
            image.BackgroundColor = MagickColors.White;
            image.Alpha(AlphaAction.Remove);
        }
    }

    private static void ApplyProfile(MagickImage image)
    {
        try
        {
            if (!image.TransformColorSpace(ColorProfiles.SRGB) && image.ColorSpace == ColorSpace.CMYK)
            {
                // Ink without a profile is taken for the press that most such files are meant for.
                image.TransformColorSpace(ColorProfiles.USWebCoatedSWOP, ColorProfiles.SRGB);
            }
        }
        catch (MagickException)
        {
            // A broken profile: viewers ignore it, and so do we.
            image.RemoveProfile("icc");
        }
    }
}
