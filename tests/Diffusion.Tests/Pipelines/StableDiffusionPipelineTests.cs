using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Pipelines;

public sealed class StableDiffusionPipelineTests(Postcards postcards) : IClassFixture<Postcards>
{
    [Fact]
    public void Paint_SameRequestTwice_GivesTheSamePixels()
    {
        var first = postcards.Paint(Postcards.Small with { Seed = 7 });
        var second = postcards.Paint(Postcards.Small with { Seed = 7 });
        Assert.Equal(first.Images[0].Picture.Pixels, second.Images[0].Picture.Pixels);
    }

    [Fact]
    public void Paint_OnAnotherLoadOfTheModel_GivesTheSamePixels()
    {
        var first = postcards.Paint(Postcards.Small with { Seed = 7 });
        using var other = StableDiffusionPipeline.Load(Postcards.Folder);
        var second = other.Paint(other.Prepare(Postcards.Small with { Seed = 7 }), progress: null, TestContext.Current.CancellationToken);
        Assert.Equal(first.Images[0].Picture.Pixels, second.Images[0].Picture.Pixels);
    }

    // Euler ancestral draws noise in every step: a stream shared among the images would show.
    [Theory]
    [InlineData(SamplerKind.Ddim)]
    [InlineData(SamplerKind.EulerAncestral)]
    public void Paint_FourImages_AreThoseOfFourRequests(SamplerKind kind)
    {
        var request = Postcards.Small with { Seed = uint.MaxValue - 1, Sampler = new SamplerChoice(kind) };
        var together = postcards.Paint(request with { Count = 4 }).Images;
        Assert.Equal([uint.MaxValue - 1, uint.MaxValue, 0, 1], together.Select(image => image.Seed));
        foreach (var image in together)
        {
            var alone = postcards.Paint(request with { Seed = image.Seed }).Images[0];
            Assert.Equal(alone.Picture.Pixels, image.Picture.Pixels);
        }
    }

    [Fact]
    public void Paint_OtherSeedOrPromptOrGuidance_GivesOtherPixels()
    {
        PaintRequest[] requests =
        [
            Postcards.Small,
            Postcards.Small with { Seed = 1 },
            Postcards.Small with { Prompt = "a blue house" },
            Postcards.Small with { NegativePrompt = "dark" },
            Postcards.Small with { GuidanceScale = 2 },
            Postcards.Small with { GuidanceScale = 1 },
            Postcards.Small with { ClipSkip = 1 },
        ];
        var pictures = requests.Select(request => Convert.ToHexString(postcards.Paint(request).Images[0].Picture.Pixels));
        Assert.Equal(requests.Length, pictures.Distinct().Count());
    }

    [Fact]
    public void Paint_TwoImages_TellsEveryStepOfBoth()
    {
        var told = new List<PaintProgress>();
        postcards.Paint(Postcards.Small with { Count = 2 }, told.Add);
        Assert.Equal(Enumerable.Range(1, 6).Select(step => new PaintProgress(step, 6)), told);
    }

    [Fact]
    public void Paint_CancelledAfterAStep_StopsAndLeavesTheModelUsable()
    {
        var before = postcards.Paint(Postcards.Small);
        using var cancellation = new CancellationTokenSource();
        var steps = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => postcards.PaintUntil(Postcards.Small with { Steps = 50 }, progress => Cancel(progress.Step), cancellation.Token));
        Assert.Equal(2, steps);
        Assert.Equal(before.Images[0].Picture.Pixels, postcards.Paint(Postcards.Small).Images[0].Picture.Pixels);

        void Cancel(int step)
        {
            steps = step;
            if (step == 2)
            {
                cancellation.Cancel();
            }
        }
    }

    [Fact]
    public void Paint_SizeAndSeedLeftOut_AreTheModelsOwnAndZero()
    {
        var painting = postcards.Paint(new PaintRequest { Prompt = "a red boat", Steps = 1 });
        var image = Assert.Single(painting.Images);
        Assert.Equal((128, 128, 0u), (image.Picture.Width, image.Picture.Height, image.Seed));
    }

    [Fact]
    public void Paint_ScaleZero_ControlNetChangesNothing()
    {
        var use = new ControlNetUse(Repository.PathOf("models/postcards/controlnets/edges"), Postcards.Edges(64));
        var plain = postcards.Paint(Postcards.Small).Images[0].Picture.Pixels;
        Assert.Equal(plain, postcards.Paint(Postcards.Small with { ControlNets = [use with { Scale = 0 }] }).Images[0].Picture.Pixels);
        Assert.NotEqual(plain, postcards.Paint(Postcards.Small with { ControlNets = [use] }).Images[0].Picture.Pixels);
    }

    [Fact]
    public void Paint_BlackMask_KeepsThePicture()
    {
        var init = postcards.Paint(Postcards.Small with { Steps = 10 }).Images[0].Picture;
        var kept = postcards.Paint(Postcards.Small with { Seed = 9, Steps = 10, InitImage = init, Mask = Postcards.Grey(64, (_, _) => 0) }).Images[0].Picture;
        var painted = postcards.Paint(Postcards.Small with { Seed = 9, Steps = 10, InitImage = init, Mask = Postcards.Grey(64, (_, _) => 255) }).Images[0].Picture;
        // The VAE's own loss is all that separates a kept picture from its original.
        Assert.True(Distance(init, kept) < Distance(init, painted) / 2, $"kept {Distance(init, kept)}, painted {Distance(init, painted)}");
    }

    private static double Distance(Picture a, Picture b) => a.Pixels.Zip(b.Pixels, (x, y) => Math.Abs(x - y)).Average();
}
