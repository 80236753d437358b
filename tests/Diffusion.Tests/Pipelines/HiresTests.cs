using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Pipelines;

public sealed class HiresTests(Postcards postcards) : IClassFixture<Postcards>
{
    private static readonly SecondPass Lanczos = new() { Scale = 1.5, Steps = 4, Strength = 0.5, Upscaler = Upscaler.Lanczos };
    private static readonly string Edges = Repository.PathOf("models/postcards/controlnets/edges");

    // What a user of diffusers does by hand: enlarge the picture with Pillow, then image to image with a generator of the same seed.
    [Theory]
    [InlineData(SamplerKind.Ddim)]
    [InlineData(SamplerKind.EulerAncestral)]
    public void Paint_LanczosPass_IsImageToImageFromTheEnlargedPicture(SamplerKind kind)
    {
        var request = Postcards.Small with { Seed = uint.MaxValue, Count = 2, Sampler = new SamplerChoice(kind) };
        var images = postcards.Paint(request with { Hires = Lanczos }).Images;
        foreach (var first in postcards.Paint(request).Images)
        {
            var second = postcards.Paint(request with
            {
                Seed = first.Seed,
                Count = 1,
                Width = 96,
                Height = 96,
                InitImage = LanczosFilter.Resize(first.Picture, 96, 96),
                Steps = 4,
                Strength = 0.5,
            }).Images[0];
            Assert.Equal((first.Seed, 96, 96), (images[first.Index].Seed, images[first.Index].Picture.Width, images[first.Index].Picture.Height));
            Assert.Equal(second.Picture.Pixels, images[first.Index].Picture.Pixels);
        }
    }

    // diffusers takes latents as they are: nothing is encoded, so that the first noise drawn is that of the start.
    [Fact]
    public void Paint_LatentPass_StartsFromTheInterpolatedLatentsNoisedAnew()
    {
        var request = Postcards.Small with { Seed = 5, Steps = 10, Hires = new SecondPass { Scale = 2, Steps = 1, Strength = 1 } };
        var prepared = postcards.Pipeline.Prepare(request);
        var first = postcards.Paint(request with { Hires = null }).Images[0].Latents;
        var noise = new float[4 * 16 * 16];
        new TorchRandom(5).Fill(noise);
        var start = BilinearFilter.Resize(first, 8, 8, 16, 16);
        prepared.Second!.CreateSampler().AddNoise(noise, start);
        using var model = ModelParts.Load(Postcards.Folder);
        var canvas = new CanvasBuilder(model.Vae, 4).Build(
            prepared.Second.Request, new Origin.OfLatents(BilinearFilter.Resize(first, 8, 8, 16, 16)), 1, 16, 16, prepared.Second.CreateSampler(), new TorchRandom(5), TestContext.Current.CancellationToken);
        Assert.Equal(start, canvas.Latents);
        using var run = new PaintRun(model, model.Vae, prepared.Second, [], 1, TestContext.Current.CancellationToken);
        var expected = run.Denoise(new TorchRandom(5), new Origin.OfLatents(BilinearFilter.Resize(first, 8, 8, 16, 16)), _ => { }, () => { }, TestContext.Current.CancellationToken);
        Assert.Equal(expected, postcards.Paint(request).Images[0].Latents);
    }

    [Theory]
    [InlineData(Upscaler.Latent)]
    [InlineData(Upscaler.Lanczos)]
    public void Paint_ImagesTogether_ArePaintedAtTheLargerSize(Upscaler upscaler)
    {
        var painting = postcards.Paint(Postcards.Small with { Count = 2, NoiseStreams = NoiseStreams.Shared, Hires = Lanczos with { Upscaler = upscaler } });
        Assert.All(painting.Images, image => Assert.Equal((96, 96), (image.Picture.Width, image.Picture.Height)));
        Assert.NotEqual(painting.Images[0].Picture.Pixels, painting.Images[1].Picture.Pixels);
    }

    [Fact]
    public void Paint_TwoPassesOfTwoImages_TellsEveryStep()
    {
        var told = new List<PaintProgress>();
        var painting = postcards.Paint(Postcards.Small with { Count = 2, Hires = Lanczos }, told.Add);
        // Three steps, then half of four, twice.
        Assert.Equal(Enumerable.Range(1, 10).Select(step => new PaintProgress(step, 10)), told);
        Assert.True(painting.Timings.Denoise > TimeSpan.Zero);
    }

    [Fact]
    public void Paint_ControlNetWithAPictureOfTheLargerSize_FollowsIt()
    {
        var use = new ControlNetUse(Edges, Postcards.Edges(64));
        var request = Postcards.Small with { Hires = Lanczos };
        var enlarged = Paint(use);
        Assert.Equal(enlarged, Paint(use with { HiresPicture = LanczosFilter.Resize(use.Picture, 96, 96) }));
        Assert.NotEqual(enlarged, Paint(use with { HiresPicture = Postcards.Grey(96, (x, _) => (byte)(x < 40 ? 255 : 0)) }));

        byte[] Paint(ControlNetUse use) => postcards.Paint(request with { ControlNets = [use] }).Images[0].Picture.Pixels;
    }

    [Theory]
    [InlineData(Upscaler.Latent)]
    [InlineData(Upscaler.Lanczos)]
    public void Paint_BlackMask_KeepsThePictureThroughBothPasses(Upscaler upscaler)
    {
        var init = postcards.Paint(Postcards.Small with { Steps = 10 }).Images[0].Picture;
        var request = Postcards.Small with { Seed = 9, Steps = 10, InitImage = init, Hires = new SecondPass { Scale = 2, Strength = 0.8, Upscaler = upscaler } };
        var (kept, painted) = (Distance(0), Distance(255));
        Assert.True(kept < painted / 2, $"kept {kept}, painted {painted}");

        double Distance(byte mask) => LanczosFilter.Resize(init, 128, 128).Pixels.Zip(
            postcards.Paint(request with { Mask = Postcards.Grey(64, (_, _) => mask) }).Images[0].Picture.Pixels, (x, y) => Math.Abs(x - y)).Average();
    }

    // It also sees the mask and the picture around it, both at the size of the pass.
    [Theory]
    [InlineData(Upscaler.Latent)]
    [InlineData(Upscaler.Lanczos)]
    public void Paint_InpaintingModel_PaintsBothPasses(Upscaler upscaler)
    {
        using var model = StableDiffusionPipeline.Load(Repository.PathOf("tests/goldens/models/sd15-inpaint"), TestDevices.Options);
        var request = Postcards.Small with { InitImage = Postcards.Edges(64), Mask = Postcards.Grey(64, (x, _) => (byte)(x < 32 ? 255 : 0)), Hires = Lanczos with { Upscaler = upscaler } };
        var picture = model.Paint(model.Prepare(request), progress: null, TestContext.Current.CancellationToken).Images[0].Picture;
        Assert.Equal((96, 96), (picture.Width, picture.Height));
        var other = request with { InitImage = Postcards.Grey(64, (_, y) => (byte)(4 * y)) };
        Assert.NotEqual(picture.Pixels, model.Paint(model.Prepare(other), progress: null, TestContext.Current.CancellationToken).Images[0].Picture.Pixels);
    }

    [Theory]
    [InlineData(64, 1.3, 80)]
    [InlineData(80, 1.7, 136)]
    [InlineData(72, 1.111, 72)]
    public void HiresSize_ScaleBetweenMultiples_IsRoundedDown(int side, double scale, int expected) =>
        Assert.Equal((expected, expected), postcards.Pipeline.HiresSize(Postcards.Small with { Width = side, Height = side, Hires = new SecondPass { Scale = scale } }));
}
