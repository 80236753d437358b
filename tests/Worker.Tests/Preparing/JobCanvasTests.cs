using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Worker.Preparing;
using SwiftDiffusion.Worker.Tests.Fakes;

namespace SwiftDiffusion.Worker.Tests.Preparing;

public sealed class JobCanvasTests
{
    [Fact]
    public void Prepare_PicturesOfOtherSizes_AreBroughtToTheCanvas()
    {
        var engine = new FakeEngine();
        PaintRequest? prepared = null;
        engine.OnPrepare = request => prepared = request;
        using var painter = engine.Load("model");
        var job = Jobs.Job() with { Width = 96, ControlNets = [new ControlNetReference { Name = "edges", Image = new PictureReference() }] };
        var request = JobRequest.Of(job) with { InitImage = Pictures.Halves(50, 40), Mask = Pictures.Halves(30, 30), ControlNets = [new ControlNetUse("edges", Pictures.Halves(200, 10))] };
        JobCanvas.Prepare(job, request, painter);
        Assert.All([prepared!.InitImage, prepared.Mask, prepared.ControlNets[0].Picture], picture => Assert.Equal((96, 64), (picture!.Width, picture.Height)));
    }

    [Fact]
    public void Prepare_WithASecondPass_BringsTheControlNetsPictureToBothSizes()
    {
        var engine = new FakeEngine();
        PaintRequest? prepared = null;
        engine.OnPrepare = request => prepared = request;
        using var painter = engine.Load("model");
        var net = new ControlNetReference { Name = "edges", Image = new PictureReference(), Preprocessor = Preprocessor.Canny };
        var job = Jobs.Job() with { Hires = new HiresPass { Scale = 2 }, ControlNets = [net] };
        JobCanvas.Prepare(job, JobRequest.Of(job) with { ControlNets = [new ControlNetUse("edges", Pictures.Halves(200, 200))] }, painter);
        var (small, large) = (prepared!.ControlNets[0].Picture, prepared.ControlNets[0].HiresPicture!);
        Assert.Equal((64, 128), (small.Width, large.Width));
        // The edge is found anew at the larger size, and so not twice as thick.
        Assert.Equal(White(small, 32), White(large, 64));

        static int White(Picture picture, int row) => Enumerable.Range(0, picture.Width).Count(x => picture.Pixels[3 * ((row * picture.Width) + x)] == 255);
    }

    [Theory]
    [InlineData(ResizeMode.Stretch)]
    [InlineData(ResizeMode.Crop)]
    [InlineData(ResizeMode.Pad)]
    public void Fit_ToEdges_FindsThePicturesOnlyEdgeAndNoneOfItsFrame(ResizeMode resize)
    {
        var fitted = JobCanvas.Fit(Pictures.Halves(120, 60), resize, Preprocessor.Canny, 64, 64);
        Assert.Equal((64, 64), (fitted.Width, fitted.Height));
        // The border between the halves runs down the middle; black above and below a padded picture is no edge.
        Assert.All(Enumerable.Range(0, 64 * 64).Where(i => fitted.Pixels[3 * i] > 0), i => Assert.InRange(i % 64, 29, 34));
        Assert.Contains(fitted.Pixels, value => value == 255);
    }

    [Fact]
    public void Fit_InvertedAndPadded_StaysBlackAround()
    {
        var fitted = JobCanvas.Fit(Pictures.Halves(120, 60), ResizeMode.Pad, Preprocessor.Invert, 64, 64);
        Assert.Equal((0, 215), (fitted.Pixels[0], fitted.Pixels[3 * 64 * 32]));
    }
}
