using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Worker.Imaging;

namespace SwiftDiffusion.Worker.Tests.Fakes;

internal static class Pictures
{
    /// <summary>A picture of two halves, the left one dark.</summary>
    public static Picture Halves(int width, int height)
    {
        var pixels = new byte[3 * width * height];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(i / 3 % width < width / 2 ? 40 : 220);
        }

        return new Picture(width, height, pixels);
    }

    /// <summary>The same as a file.</summary>
    public static byte[] Png(int width, int height) => PictureWriter.Write(Halves(width, height), new OutputFormat { EmbedMetadata = false }, new PictureMetadata("", ""));
}
