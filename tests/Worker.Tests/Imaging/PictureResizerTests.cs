using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Worker.Imaging;

namespace SwiftDiffusion.Worker.Tests.Imaging;

public sealed class PictureResizerTests
{
    [Fact]
    public void Resize_ToTheSameSize_GivesThePictureBack()
    {
        var picture = TestPictures.Blocks();
        Assert.Same(picture, PictureResizer.Resize(picture, 48, 32, ResizeMode.Crop));
    }

    [Theory]
    [InlineData(ResizeMode.Stretch)]
    [InlineData(ResizeMode.Crop)]
    [InlineData(ResizeMode.Pad)]
    public void Resize_ByAnyMode_GivesTheSize(ResizeMode mode)
    {
        foreach (var (width, height) in new[] { (64, 64), (7, 91), (1, 1), (513, 40), (48, 31) })
        {
            var resized = PictureResizer.Resize(TestPictures.Blocks(), width, height, mode);
            Assert.Equal((width, height), (resized.Width, resized.Height));
        }
    }

    [Fact]
    public void Resize_ByStretching_KeepsAllOfIt()
    {
        // Blocks of 16x16 become 32x8; their middles keep their colors.
        var resized = PictureResizer.Resize(TestPictures.Blocks(), 96, 16, ResizeMode.Stretch);
        for (var block = 0; block < 6; block++)
        {
            AssertColor(Color(TestPictures.Blocks(), (16 * (block % 3)) + 8, (16 * (block / 3)) + 8), Color(resized, (32 * (block % 3)) + 16, (8 * (block / 3)) + 4));
        }
    }

    [Fact]
    public void Resize_ByCropping_KeepsTheMiddle()
    {
        // A third red, a third green, a third blue; a square of the middle is green.
        var picture = TestPictures.Of(96, 32, (x, _) => (x / 32) switch { 0 => (255, 0, 0), 1 => (0, 255, 0), _ => (0, 0, 255) });
        TestPictures.AssertAlike(TestPictures.Plain(32, 32, 0, 255, 0), PictureResizer.Resize(picture, 32, 32, ResizeMode.Crop));
        var half = PictureResizer.Resize(picture, 16, 16, ResizeMode.Crop);
        AssertColor((0, 255, 0), Color(half, 8, 8));
    }

    [Fact]
    public void Resize_ByPadding_FillsWithBlackEvenly()
    {
        var padded = PictureResizer.Resize(TestPictures.Plain(64, 32, 200, 100, 50), 32, 32, ResizeMode.Pad);
        TestPictures.AssertAlike(TestPictures.Of(32, 32, (_, y) => y is >= 8 and < 24 ? (200, 100, 50) : (0, 0, 0)), padded, tolerance: 1);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, -1)]
    public void Resize_ToNothing_IsRefused(int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PictureResizer.Resize(TestPictures.Blocks(), width, height, ResizeMode.Stretch));

    private static (int R, int G, int B) Color(Picture picture, int x, int y)
    {
        var pixel = picture.Pixels.AsSpan(3 * ((y * picture.Width) + x), 3);
        return (pixel[0], pixel[1], pixel[2]);
    }

    private static void AssertColor((int R, int G, int B) expected, (int R, int G, int B) actual)
    {
        Assert.InRange(actual.R, expected.R - 6, expected.R + 6);
        Assert.InRange(actual.G, expected.G - 6, expected.G + 6);
        Assert.InRange(actual.B, expected.B - 6, expected.B + 6);
    }
}
