using System.Text;
using ImageMagick;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Worker.Imaging;

namespace SwiftDiffusion.Worker.Tests.Imaging;

public sealed class HostilePicturesTests
{
    private static readonly MagickFormat[] Formats = [MagickFormat.Png, MagickFormat.Jpeg, MagickFormat.WebP, MagickFormat.Bmp, MagickFormat.Gif, MagickFormat.Tiff];

    private static readonly double[] Shares = [0.95, 0.5, 0.1];

    public static TheoryData<MagickFormat, double> Cuts() => [.. Formats.SelectMany(format => Shares.Select(share => new TheoryDataRow<MagickFormat, double>(format, share)))];

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>")]
    [InlineData("<?xml version='1.0'?><image><read filename='/etc/passwd'/></image>")]
    [InlineData("push graphic-context\nviewbox 0 0 9 9\nimage over 0,0 0,0 'https://127.0.0.1/x'\npop graphic-context")]
    [InlineData("%!PS-Adobe-3.0\n(/etc/passwd) run")]
    [InlineData("%PDF-1.7\n")]
    [InlineData("@/etc/passwd")]
    [InlineData("https://127.0.0.1/a.png")]
    [InlineData("png:/etc/passwd")]
    [InlineData("8BPS\0\u0001")]
    [InlineData("BMx")]
    [InlineData("BM and nineteen characters more")]
    [InlineData("RIFF1234AVI LIST")]
    [InlineData("GIF88a")]
    [InlineData("MZ")]
    public void Read_OfAnotherFormat_IsRefusedByItsContent(string text)
    {
        var e = Assert.Throws<InvalidPictureException>(() => PictureReader.Read(Encoding.Latin1.GetBytes(text)));
        Assert.Equal("The file is of an unknown format; allowed are PNG, JPEG, WebP, BMP, GIF and TIFF.", e.Message);
    }

    [Theory]
    [InlineData(MagickFormat.Svg)]
    [InlineData(MagickFormat.Msl)]
    [InlineData(MagickFormat.Mvg)]
    [InlineData(MagickFormat.Ps)]
    [InlineData(MagickFormat.Eps)]
    [InlineData(MagickFormat.Pdf)]
    [InlineData(MagickFormat.Xc)]
    [InlineData(MagickFormat.Label)]
    [InlineData(MagickFormat.Caption)]
    [InlineData(MagickFormat.Inline)]
    [InlineData(MagickFormat.Txt)]
    [InlineData(MagickFormat.Mpc)]
    [InlineData(MagickFormat.Heic)]
    [InlineData(MagickFormat.Psd)]
    public void Decoder_OfAnotherFormat_CannotBeReachedAtAll(MagickFormat format)
    {
        ImagingRuntime.Start();
        Assert.Throws<MagickPolicyErrorException>(() => new MagickImage("<svg xmlns='http://www.w3.org/2000/svg'/>"u8, new MagickReadSettings { Format = format }));
    }

    [Fact]
    public void Decoder_OfAFileOnDisk_CannotBeReached()
    {
        ImagingRuntime.Start();
        Assert.ThrowsAny<MagickException>(() => new MagickImage("/etc/passwd"));
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public void Read_OfACutOffFile_IsRefused(MagickFormat format, double share)
    {
        var file = TestPictures.File(Noise(), format);
        var e = Assert.Throws<InvalidPictureException>(() => PictureReader.Read(file.AsMemory(0, (int)(file.Length * share))));
        Assert.Matches("^The .*file is (broken|cut off): .+\\.$", e.Message);
        Assert.DoesNotContain('@', e.Message);
    }

    [Fact]
    public void Read_OfDamagedFiles_GivesAPictureOrRefuses()
    {
        var random = new Random(7);
        var refused = 0;
        foreach (var format in Formats)
        {
            var file = TestPictures.File(Noise(), format);
            for (var i = 0; i < 100; i++)
            {
                var damaged = file.ToArray();
                for (var hit = 0; hit < 4; hit++)
                {
                    damaged[random.Next(Math.Min(damaged.Length, i % 2 == 0 ? 200 : int.MaxValue))] = (byte)random.Next(256);
                }

                refused += IsRefused(damaged) ? 1 : 0;
            }
        }

        Assert.InRange(refused, 50, 599);
    }

    [Theory]
    [InlineData(16_385, 1)]
    [InlineData(1, 16_385)]
    [InlineData(10_000, 10_000)]
    [InlineData(1_000_000, 1_000_000)]
    public void Read_OfALargePicture_IsRefusedBeforeItIsDecoded(int width, int height)
    {
        // There are no pixels in it: decoding would fail in another way.
        var file = TestPng.Write(width, height, bitDepth: 8, colorType: 2, [], filler: 4_000_000);
        var e = Assert.Throws<InvalidPictureException>(() => PictureReader.Read(file));
        Assert.Equal($"The picture has {width}x{height} pixels; allowed are 1 to 16384 a side and 64000000 in all.", e.Message);
    }

    [Fact]
    public void Read_OfAGifWithALargeCanvas_IsRefused()
    {
        var file = TestPictures.File(TestPictures.Plain(2, 2, 255, 0, 0), MagickFormat.Gif, image => image.Page = new MagickGeometry(0, 0, 60_000, 60_000));
        var e = Assert.Throws<InvalidPictureException>(() => PictureReader.Read(file));
        Assert.StartsWith("The picture has 60000x60000 pixels;", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AtTheLimits_TellsThemApart()
    {
        var file = TestPictures.File(TestPictures.Blocks(), MagickFormat.Png);
        var exact = new PictureLimits(file.Length, 48 * 32, 48);
        Assert.Equal(48, PictureReader.Read(file, exact).Width);
        Assert.Throws<InvalidPictureException>(() => PictureReader.Read(file, exact with { MaxPixels = (48 * 32) - 1 }));
        Assert.Throws<InvalidPictureException>(() => PictureReader.Read(file, exact with { MaxSide = 47 }));
        var e = Assert.Throws<InvalidPictureException>(() => PictureReader.Read(file, exact with { MaxBytes = file.Length - 1 }));
        Assert.Equal($"The file has {file.Length} bytes; allowed are 1 to {file.Length - 1}.", e.Message);
    }

    [Fact]
    public void Read_OfAnEmptyFile_IsRefused()
    {
        var e = Assert.Throws<InvalidPictureException>(() => PictureReader.Read(default));
        Assert.StartsWith("The file has 0 bytes;", e.Message, StringComparison.Ordinal);
    }

    private static bool IsRefused(byte[] file)
    {
        try
        {
            PictureReader.Read(file);
            return false;
        }
        catch (InvalidPictureException)
        {
            return true;
        }
    }

    private static Picture Noise()
    {
        var random = new Random(3);
        return TestPictures.Of(64, 64, (_, _) => (random.Next(256), random.Next(256), random.Next(256)));
    }
}
