using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Worker.Imaging;

namespace SwiftDiffusion.Worker.Tests.Imaging;

public sealed class PreprocessingTests
{
    /// <summary>The golden is OpenCV 4.3.0's: cv::Canny(picture, 100, 200) with its other parameters as they are by default.</summary>
    [Fact]
    public void Canny_OfAPictureWithManySlopes_IsOpenCvs()
    {
        using var golden = new StreamReader(typeof(PreprocessingTests).Assembly.GetManifestResourceStream("canny-64x48.txt")!);
        var expected = golden.ReadToEnd().ReplaceLineEndings("\n");
        var picture = TestPictures.Of(64, 48, (x, y) => (
            (((x * x * 2) + (y * y * 3)) >> 4) & 255,
            ((x - 40) * (x - 40)) + ((y - 20) * (y - 20)) < 144 ? 180 : 90,
            ((x * 9) + (y * 4)) & 127));
        var edges = Preprocessing.Apply(picture, Preprocessor.Canny);

        var actual = string.Concat(Enumerable.Range(0, 48).Select(y => string.Concat(Enumerable.Range(0, 64).Select(x => edges.Pixels[3 * ((y * 64) + x)] == 255 ? '#' : '.')) + "\n"));
        Assert.Equal(expected, actual);
        Assert.All(edges.Pixels.Chunk(3), pixel => Assert.True(pixel[0] is 0 or 255 && pixel[1] == pixel[0] && pixel[2] == pixel[0]));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 40)]
    [InlineData(40, 1)]
    public void Canny_OfATinyPicture_FindsNothing(int width, int height) =>
        TestPictures.AssertAlike(TestPictures.Plain(width, height, 0, 0, 0), Preprocessing.Apply(TestPictures.Plain(width, height, 9, 99, 199), Preprocessor.Canny));

    [Fact]
    public void Invert_OfAPicture_TurnsEachChannelRound() =>
        Assert.Equal(new byte[] { 255, 0, 155 }, Preprocessing.Apply(TestPictures.Plain(1, 1, 0, 255, 100), Preprocessor.Invert).Pixels);

    [Fact]
    public void None_OfAPicture_GivesItBack()
    {
        var picture = TestPictures.Blocks();
        Assert.Same(picture, Preprocessing.Apply(picture, Preprocessor.None));
    }
}
