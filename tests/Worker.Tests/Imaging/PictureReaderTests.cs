using ImageMagick;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Worker.Imaging;

namespace SwiftDiffusion.Worker.Tests.Imaging;

public sealed class PictureReaderTests
{
    private static readonly MagickFormat[] Turning = [MagickFormat.Jpeg, MagickFormat.Png, MagickFormat.WebP, MagickFormat.Tiff];

    public static TheoryData<MagickFormat, int> Orientations() =>
        [.. Turning.SelectMany(format => Enumerable.Range(1, 8).Select(orientation => new TheoryDataRow<MagickFormat, int>(format, orientation)))];

    [Theory]
    [InlineData(MagickFormat.Png)]
    [InlineData(MagickFormat.Bmp)]
    [InlineData(MagickFormat.Gif)]
    [InlineData(MagickFormat.Tiff)]
    [InlineData(MagickFormat.WebP)]
    public void Read_OfALosslessFile_GivesItsPixels(MagickFormat format)
    {
        var picture = TestPictures.Blocks();
        TestPictures.AssertAlike(picture, PictureReader.Read(TestPictures.File(picture, format)));
    }

    [Fact]
    public void Read_OfAJpeg_GivesItsPixelsAlmost() =>
        TestPictures.AssertAlike(TestPictures.Blocks(), PictureReader.Read(TestPictures.File(TestPictures.Blocks(), MagickFormat.Jpeg)), tolerance: 3);

    [Theory]
    [MemberData(nameof(Orientations))]
    public void Read_OfATurnedFile_GivesItUpright(MagickFormat format, int orientation)
    {
        var upright = TestPictures.Blocks();
        var stored = Stored(upright, orientation);
        var file = TestPictures.File(stored, format, image =>
        {
            image.Orientation = (Orientation)orientation;
            var exif = new ExifProfile();
            exif.SetValue(ExifTag.Orientation, (ushort)orientation);
            image.SetProfile(exif);
        });
        TestPictures.AssertAlike(upright, PictureReader.Read(file), tolerance: format == MagickFormat.Jpeg ? 3 : 0);
    }

    [Fact]
    public void Read_OfSixteenBits_KeepsTheUpperEight()
    {
        var file = TestPng.Write(2, 1, bitDepth: 16, colorType: 2, [[0x12, 0x00, 0x80, 0x80, 0xFF, 0xFF, 0x00, 0x00, 0x7F, 0x7F, 0x40, 0x40]]);
        TestPictures.AssertAlike(new(2, 1, [0x12, 0x80, 0xFF, 0x00, 0x7F, 0x40]), PictureReader.Read(file), tolerance: 1);
    }

    [Fact]
    public void Read_OfGrey_RepeatsItInEachChannel()
    {
        var file = TestPng.Write(3, 1, bitDepth: 8, colorType: 0, [[0, 100, 255]]);
        Assert.Equal(new byte[] { 0, 0, 0, 100, 100, 100, 255, 255, 255 }, PictureReader.Read(file).Pixels);
    }

    [Fact]
    public void Read_OfTransparency_ShowsWhite()
    {
        var file = TestPng.Write(4, 1, bitDepth: 8, colorType: 6, [[10, 20, 30, 255, 10, 20, 30, 0, 0, 0, 0, 128, 200, 0, 0, 51]]);
        TestPictures.AssertAlike(new(4, 1, [10, 20, 30, 255, 255, 255, 127, 127, 127, 244, 204, 204]), PictureReader.Read(file), tolerance: 1);
    }

    [Fact]
    public void Read_OfCmykWithoutProfile_GivesPaperAndInk()
    {
        var file = TestPictures.File(TestPictures.Of(32, 16, (x, _) => x < 16 ? (255, 255, 255) : (0, 0, 0)), MagickFormat.Jpeg, image => image.ColorSpace = ColorSpace.CMYK);
        var picture = PictureReader.Read(file);
        Assert.All(picture.Pixels[..24], value => Assert.InRange(value, 250, 255));
        Assert.All(picture.Pixels[72..96], value => Assert.InRange(value, 0, 60));
    }

    [Fact]
    public void Read_OfAdobeRgb_GivesSrgb()
    {
        var file = TestPictures.File(TestPictures.Plain(8, 8, 128, 100, 180), MagickFormat.Png, image => image.SetProfile(ColorProfiles.AdobeRGB1998));
        // By the standards: v^(563/256), the matrix of Adobe RGB to linear sRGB, and sRGB's curve.
        static double Linear(int value) => Math.Pow(value / 255.0, 563 / 256.0);
        static byte Srgb(double v) => (byte)Math.Round(255 * (v <= 0.0031308 ? 12.92 * v : (1.055 * Math.Pow(v, 1 / 2.4)) - 0.055));
        var (r, g, b) = (Linear(128), Linear(100), Linear(180));
        var expected = TestPictures.Plain(8, 8, Srgb((1.39836 * r) - (0.39836 * g)), Srgb(g), Srgb((-0.04293 * g) + (1.04293 * b)));
        TestPictures.AssertAlike(expected, PictureReader.Read(file), tolerance: 2);
    }

    [Fact]
    public void Read_WithABrokenProfile_IgnoresIt()
    {
        var profile = ColorProfiles.AdobeRGB1998.ToByteArray()!;
        profile.AsSpan(128).Fill(0xEE);
        byte[] content = [.. "ICC_PROFILE\0"u8, 1, 1, .. profile];
        var plain = TestPictures.File(TestPictures.Blocks(), MagickFormat.Jpeg);
        // After the start of the file, a segment APP2: its length counts itself.
        byte[] file = [.. plain[..2], 0xFF, 0xE2, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content, .. plain[2..]];
        TestPictures.AssertAlike(TestPictures.Blocks(), PictureReader.Read(file), tolerance: 3);
    }

    [Theory]
    [InlineData(MagickFormat.Gif)]
    [InlineData(MagickFormat.WebP)]
    public void Read_OfAnAnimation_GivesItsFirstFrame(MagickFormat format)
    {
        using var frames = new MagickImageCollection
        {
            MagickPictures.ToMagick(TestPictures.Plain(16, 16, 255, 0, 0)),
            MagickPictures.ToMagick(TestPictures.Plain(16, 16, 0, 255, 0)),
        };
        frames[0].Settings.SetDefine(MagickFormat.WebP, "lossless", true);
        TestPictures.AssertAlike(TestPictures.Plain(16, 16, 255, 0, 0), PictureReader.Read(frames.ToByteArray(format)), tolerance: 2);
    }

    [Fact]
    public void Read_OfAGifWhoseFrameIsAPart_FillsItsCanvas()
    {
        var file = TestPictures.File(TestPictures.Plain(4, 2, 255, 0, 0), MagickFormat.Gif, image => image.Page = new MagickGeometry(3, 1, 10, 6));
        TestPictures.AssertAlike(TestPictures.Of(10, 6, (x, y) => x is >= 3 and < 7 && (y is 1 or 2) ? (255, 0, 0) : (255, 255, 255)), PictureReader.Read(file));
    }

    /// <summary>What lies in a file of an orientation that shows as <paramref name="upright"/>: EXIF 2.3, tag 274.</summary>
    private static Picture Stored(Picture upright, int orientation)
    {
        var (w, h) = (upright.Width, upright.Height);
        (int R, int G, int B) At(int x, int y)
        {
            var i = 3 * ((y * w) + x);
            return (upright.Pixels[i], upright.Pixels[i + 1], upright.Pixels[i + 2]);
        }

        return orientation switch
        {
            1 => upright,
            2 => TestPictures.Of(w, h, (x, y) => At(w - 1 - x, y)),
            3 => TestPictures.Of(w, h, (x, y) => At(w - 1 - x, h - 1 - y)),
            4 => TestPictures.Of(w, h, (x, y) => At(x, h - 1 - y)),
            5 => TestPictures.Of(h, w, (x, y) => At(y, x)),
            6 => TestPictures.Of(h, w, (x, y) => At(w - 1 - y, x)),
            7 => TestPictures.Of(h, w, (x, y) => At(w - 1 - y, h - 1 - x)),
            _ => TestPictures.Of(h, w, (x, y) => At(y, h - 1 - x)),
        };
    }
}
