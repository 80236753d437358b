using System.Security.Cryptography;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Diffusion.Tests.Pipelines;

public sealed class LanczosFilterTests
{
    // The digests are those of Pillow 9.4: Image.frombytes("RGB", (w, h), pixels).resize((nw, nh), Image.LANCZOS).tobytes().
    [Theory]
    [InlineData(13, 9, 26, 18, "cf2ae28717874537fab5070117de69ef")]
    [InlineData(13, 9, 20, 9, "2b97744b733659b7e518e6082c20fe9a")]
    [InlineData(13, 9, 13, 31, "12aa06505f4f749f2dfdc1469d5ae275")]
    [InlineData(40, 33, 17, 8, "3b3605432faba8b764db3139a6e7a7e9")]
    [InlineData(64, 48, 96, 72, "d4ff46a71bb7bc8e286d0d42b80b71ce")]
    [InlineData(2, 3, 50, 40, "f5fa852a0a49edc5138dfb6335bc5fb8")]
    [InlineData(1, 1, 7, 5, "04a5c54547e6121160122f5c834bb205")]
    public void Resize_APattern_GivesPillowsPixels(int width, int height, int newWidth, int newHeight, string digest)
    {
        var resized = LanczosFilter.Resize(Pattern(width, height), newWidth, newHeight);
        Assert.Equal((newWidth, newHeight), (resized.Width, resized.Height));
        Assert.StartsWith(digest, Convert.ToHexStringLower(SHA256.HashData(resized.Pixels)), StringComparison.Ordinal);
    }

    [Fact]
    public void Resize_HardEdges_OvershootIsCutOff() => Assert.Equal(
        [247, 255, 0, 255, 161, 4, 243, 0, 0, 57, 0, 0, 0, 49, 55, 101, 155, 206, 149, 202, 255, 148, 200, 251],
        LanczosFilter.Resize(Pattern(5, 1), 8, 1).Pixels);

    [Fact]
    public void Resize_ToItsOwnSize_IsThePictureItself()
    {
        var picture = Pattern(5, 4);
        Assert.Same(picture, LanczosFilter.Resize(picture, 5, 4));
    }

    /// <summary>Blocks of hard edges and of slopes, another one in each channel.</summary>
    private static Picture Pattern(int width, int height)
    {
        var pixels = new byte[3 * width * height];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y, channel) = (i / 3 % width, i / 3 / width, i % 3);
            var slope = ((x * 37) + (y * 101) + (channel * 53) + (x * y * 7)) & 255;
            var edge = (x + y + channel) % 5 < 2 ? 255 : 0;
            pixels[i] = (byte)(((x / 3) + (y / 4)) % 2 == 1 ? slope : edge);
        }

        return new Picture(width, height, pixels);
    }
}
