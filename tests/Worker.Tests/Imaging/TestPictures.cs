using ImageMagick;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Worker.Imaging;

namespace SwiftDiffusion.Worker.Tests.Imaging;

/// <summary>Pictures to test with, and files of them.</summary>
internal static class TestPictures
{
    /// <summary>A picture whose pixels a function gives.</summary>
    public static Picture Of(int width, int height, Func<int, int, (int R, int G, int B)> color)
    {
        var pixels = new byte[3 * width * height];
        for (var i = 0; i < width * height; i++)
        {
            var (r, g, b) = color(i % width, i / width);
            (pixels[3 * i], pixels[(3 * i) + 1], pixels[(3 * i) + 2]) = ((byte)r, (byte)g, (byte)b);
        }

        return new(width, height, pixels);
    }

    /// <summary>One color all over.</summary>
    public static Picture Plain(int width, int height, byte r, byte g, byte b) => Of(width, height, (_, _) => (r, g, b));

    /// <summary>Six blocks of 16x16, three a row, all different: smooth enough for JPEG, and like none of its mirror images.</summary>
    public static Picture Blocks() => Of(48, 32, (x, y) => (40 * (x / 16) + 20, 100 * (y / 16) + 50, 240 - (60 * (x / 16)) - (50 * (y / 16))));

    /// <summary>A file of a picture, as other programs write them.</summary>
    public static byte[] File(Picture picture, MagickFormat format, Action<MagickImage>? change = null)
    {
        using var image = MagickPictures.ToMagick(picture);
        image.Quality = 100;
        image.Settings.SetDefine(MagickFormat.WebP, "lossless", true);
        change?.Invoke(image);
        return image.ToByteArray(format);
    }

    /// <summary>Fails unless two pictures have one size, and no channel differs by more than <paramref name="tolerance"/>.</summary>
    public static void AssertAlike(Picture expected, Picture actual, int tolerance = 0)
    {
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        var worst = expected.Pixels.Zip(actual.Pixels, (e, a) => Math.Abs(e - a)).Max();
        Assert.True(worst <= tolerance, $"A channel differs by {worst}; allowed are {tolerance}.");
    }
}
