using System.Buffers.Binary;
using System.Text;
using System.Xml.Linq;
using ImageMagick;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Worker.Imaging;

namespace SwiftDiffusion.Worker.Tests.Imaging;

public sealed class PictureWriterTests
{
    private static readonly Picture Slopes = TestPictures.Of(48, 32, (x, y) => (5 * x, 7 * y, 128 + x - y));
    private static readonly PictureMetadata Plain = new("a house\nSteps: 20, Sampler: Euler, Seed: 1", """{"seed":1,"prompt":"a \"house\" <b> & more"}""");
    private static readonly PictureMetadata Foreign = Plain with { Parameters = "家 und Häuser 🏠\nSteps: 20, Sampler: Euler, Seed: 1" };

    [Theory]
    [InlineData(ImageFormat.Png, 90, 0)]
    [InlineData(ImageFormat.Webp, 100, 0)]
    [InlineData(ImageFormat.Webp, 90, 10)]
    [InlineData(ImageFormat.Jpeg, 90, 8)]
    [InlineData(ImageFormat.Jpeg, 100, 3)]
    public void Write_OfAPicture_IsReadBack(ImageFormat format, int quality, int tolerance) =>
        TestPictures.AssertAlike(Slopes, PictureReader.Read(Write(format, quality, Foreign)), tolerance);

    [Theory]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Webp)]
    public void Write_AnotherTime_GivesTheSameBytes(ImageFormat format) => Assert.Equal(Write(format, 90, Plain), Write(format, 90, Plain));

    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Webp)]
    public void Write_OfLessQuality_IsShorter(ImageFormat format) => Assert.True(Write(format, 30, Plain).Length < Write(format, 95, Plain).Length);

    [Fact]
    public void Write_AsPng_HoldsNothingButPixelsAndTexts() =>
        Assert.Equal(["IHDR", "tEXt", "tEXt", "IDAT", "IEND"], TestPng.Chunks(Write(ImageFormat.Png, 90, Plain)).Select(chunk => chunk.Type));

    [Fact]
    public void Write_AsPngWithoutMetadata_HoldsNothingButPixels()
    {
        var file = PictureWriter.Write(Slopes, new() { EmbedMetadata = false }, Plain);
        Assert.Equal(["IHDR", "IDAT", "IEND"], TestPng.Chunks(file).Select(chunk => chunk.Type));
    }

    [Theory]
    [InlineData("a house\nSteps: 1", "tEXt")]
    [InlineData("ein Häuschen für ½", "tEXt")]
    [InlineData("100 €", "iTXt")]
    [InlineData("家 🏠", "iTXt")]
    [InlineData("tab\tand return\r", "iTXt")]
    [InlineData("control \u0085", "iTXt")]
    public void Write_OfAText_TakesTheChunkThatCanHoldIt(string parameters, string type)
    {
        var file = Write(ImageFormat.Png, 90, Plain with { Parameters = parameters });
        Assert.Equal(type, TestPng.Chunks(file)[1].Type);
        Assert.Equal(parameters, TestPng.Text(file, "parameters"));
        Assert.Equal(Plain.Json, TestPng.Text(file, "swiftdiffusion"));
    }

    [Fact]
    public void Write_OfATextWithNull_LeavesThatOut() => Assert.Equal("ab", TestPng.Text(Write(ImageFormat.Png, 90, Plain with { Parameters = "a\0b" }), "parameters"));

    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Webp)]
    public void Write_WithExif_HoldsTheTextAsA1111ReadsIt(ImageFormat format)
    {
        using var image = new MagickImage(Write(format, 90, Foreign));
        Assert.Equal(Foreign.Parameters, UserComment(image.GetExifProfile()!.ToByteArray()!));
        Assert.Equal(Foreign.Json, Json(image));
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Webp)]
    public void Write_WithoutMetadata_HoldsNone(ImageFormat format)
    {
        using var image = new MagickImage(PictureWriter.Write(Slopes, new() { Format = format, EmbedMetadata = false }, Plain));
        Assert.Empty(image.ProfileNames);
    }

    [Fact]
    public void Write_OfMoreThanAJpegHolds_KeepsThePictureAndWhatFits()
    {
        using var image = new MagickImage(Write(ImageFormat.Jpeg, 90, Foreign with { Json = $"\"{new string('x', 70_000)}\"" }));
        Assert.Equal(Foreign.Parameters, UserComment(image.GetExifProfile()!.ToByteArray()!));
        Assert.Null(image.GetXmpProfile());
    }

    [Fact]
    public void Write_OfTheLongestPrompts_FitsIntoAJpeg()
    {
        var parameters = new string('家', 8000) + "\nNegative prompt: " + new string('雪', 8000) + "\nSteps: 20, Sampler: Euler, Seed: 1";
        using var image = new MagickImage(Write(ImageFormat.Jpeg, 90, Plain with { Parameters = parameters }));
        Assert.Equal(parameters, UserComment(image.GetExifProfile()!.ToByteArray()!));
    }

    private static byte[] Write(ImageFormat format, int quality, PictureMetadata metadata) =>
        PictureWriter.Write(Slopes, new() { Format = format, Quality = quality }, metadata);

    private static string Json(MagickImage image) => XDocument.Parse(Encoding.UTF8.GetString(image.GetXmpProfile()!.ToByteArray()!))
        .Descendants(XName.Get("Description", "http://www.w3.org/1999/02/22-rdf-syntax-ns#")).Single().Attribute(XName.Get("job", "urn:swiftdiffusion:1"))!.Value;

    /// <summary>By EXIF 2.3: folders of 12 byte entries; then as piexif reads the comment.</summary>
    private static string UserComment(byte[] exif)
    {
        ReadOnlySpan<byte> tiff = exif.AsSpan(exif.AsSpan().StartsWith("Exif\0\0"u8) ? 6 : 0);
        Assert.True(tiff.StartsWith("MM\0*"u8));
        var (_, folder) = Entry(tiff, BinaryPrimitives.ReadInt32BigEndian(tiff[4..]), 0x8769);
        var (length, place) = Entry(tiff, folder, 0x9286);
        var comment = tiff.Slice(place, length);
        Assert.True(comment.StartsWith("UNICODE\0"u8));
        return Encoding.BigEndianUnicode.GetString(comment[8..]);
    }

    private static (int Count, int Value) Entry(ReadOnlySpan<byte> tiff, int folder, int tag)
    {
        var entries = BinaryPrimitives.ReadInt16BigEndian(tiff[folder..]);
        for (var i = 0; i < entries; i++)
        {
            var entry = tiff.Slice(folder + 2 + (12 * i), 12);
            if (BinaryPrimitives.ReadUInt16BigEndian(entry) == tag)
            {
                return (BinaryPrimitives.ReadInt32BigEndian(entry[4..]), BinaryPrimitives.ReadInt32BigEndian(entry[8..]));
            }
        }

        throw new InvalidOperationException($"No tag {tag:x}.");
    }
}
