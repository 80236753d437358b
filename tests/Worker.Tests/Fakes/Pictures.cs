using ImageMagick;

namespace SwiftDiffusion.Worker.Tests.Fakes;

internal static class Pictures
{
    /// <summary>A picture's file, one colour all over.</summary>
    public static byte[] Png(uint width, uint height)
    {
        using var image = new MagickImage(MagickColors.Teal, width, height);
        return image.ToByteArray(MagickFormat.Png);
    }
}
