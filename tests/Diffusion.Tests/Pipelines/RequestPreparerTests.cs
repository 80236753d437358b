using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Pipelines;

public sealed class RequestPreparerTests(Postcards postcards) : IClassFixture<Postcards>
{
    private static readonly Picture Small = Postcards.Edges(32);

    public static TheoryData<string, string, PaintRequest> Broken => new()
    {
        { "Steps", "0 is", Postcards.Small with { Steps = 0 } },
        { "Steps", "1001 is", Postcards.Small with { Steps = 1001 } },
        { "Count", "0 is", Postcards.Small with { Count = 0 } },
        { "Width", "60 is not a multiple of 8", Postcards.Small with { Width = 60 } },
        { "Height", "0 is not", Postcards.Small with { Height = 0 } },
        { "Height", "-8 is not", Postcards.Small with { Height = -8 } },
        { "GuidanceScale", "not a finite", Postcards.Small with { GuidanceScale = double.NaN } },
        { "GuidanceRescale", "1.5 is not", Postcards.Small with { GuidanceRescale = 1.5 } },
        { "Strength", "0 is not", Postcards.Small with { Strength = 0 } },
        { "ClipSkip", "3 is not from 0 to 2", Postcards.Small with { ClipSkip = 3 } },
        { "Mask", "needs a picture", Postcards.Small with { Mask = Postcards.Edges(64) } },
        { "InitImage", "32x32, the request 64x64", Postcards.Small with { InitImage = Small } },
        { "ControlNets", "32x32, the request 64x64", Postcards.Small with { ControlNets = [new ControlNetUse("edges", Small)] } },
        { "ControlNets", "from 0.9 to 0.1", Postcards.Small with { ControlNets = [new ControlNetUse("edges", Postcards.Edges(64)) { Start = 0.9, End = 0.1 }] } },
        { "Hires", "scale 1 is not above 1", Postcards.Small with { Hires = new SecondPass { Scale = 1 } } },
        { "Hires", "scale NaN is not", Postcards.Small with { Hires = new SecondPass { Scale = double.NaN } } },
        { "Hires", "strength 0 is not", Postcards.Small with { Hires = new SecondPass { Strength = 0 } } },
        { "Hires", "0.2 of 3 steps is less than one", Postcards.Small with { Hires = new SecondPass { Steps = 3, Strength = 0.2 } } },
        { "Hires", "0 is", Postcards.Small with { Hires = new SecondPass { Steps = 0 } } },
        { "ControlNets", "64x64, the second pass 128x128", Postcards.Small with { Hires = new SecondPass(), ControlNets = [new ControlNetUse("edges", Postcards.Edges(64)) { HiresPicture = Postcards.Edges(64) }] } },
        { "Sampler", "Karras", Postcards.Small with { Sampler = new SamplerChoice(SamplerKind.Ddim, SigmaSchedule.Karras) } },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Prepare_BrokenRequest_NamesFieldAndValue(string field, string problem, PaintRequest request)
    {
        var error = Assert.Throws<InvalidRequestException>(() => postcards.Pipeline.Prepare(request));
        Assert.Equal(field, error.Field);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_PictureToStartFrom_GivesTheSize()
    {
        var prepared = postcards.Pipeline.Prepare(new PaintRequest { Prompt = "", InitImage = Postcards.Edges(96) });
        Assert.Equal((96, 96), (prepared.Width, prepared.Height));
    }
}
