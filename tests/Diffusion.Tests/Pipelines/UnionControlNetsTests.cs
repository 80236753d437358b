using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Diffusion.Tests.Networks;

namespace SwiftDiffusion.Diffusion.Tests.Pipelines;

public sealed class UnionControlNetsTests : IDisposable
{
    private readonly UnionControlNet union = new();
    private readonly StableDiffusionPipeline sdxl = StableDiffusionPipeline.Load(Repository.PathOf("tests/goldens/models/sdxl-tiny"));

    public void Dispose()
    {
        sdxl.Dispose();
        union.Dispose();
    }

    [Fact]
    public void Paint_OtherKinds_GiveOtherPictures()
    {
        var pictures = Enumerable.Range(0, 6).Select(kind => Convert.ToHexString(Paint(Use(kind)))).Append(Convert.ToHexString(Paint()));
        Assert.Equal(7, pictures.Distinct().Count());
    }

    [Fact]
    public void Paint_TwoKindsOverTheSameSteps_AreOneCall()
    {
        var together = Paint(Use(1) with { Scale = 0.5 }, Use(3));
        Assert.NotEqual(together, Paint(Use(1) with { Scale = 0.5 }, Use(3) with { End = 0.999 }));
        Assert.NotEqual(together, Paint(Use(1), Use(3)));
        // Weighed by nothing, pictures still are of a kind that the network is told of.
        Assert.NotEqual(Paint(), Paint(Use(1) with { Scale = 0 }, Use(3) with { Scale = 0 }));
    }

    [Fact]
    public void Paint_ScaleZeroAlone_ChangesNothing() => Assert.Equal(Paint(), Paint(Use(2) with { Scale = 0 }));

    [Fact]
    public void Paint_WrongKind_NamesItAndWhatIsAllowed()
    {
        AssertRefused("number 2 is a union of 6 kinds, and is given none; allowed is 0 to 5.", Use(0), Use(null));
        AssertRefused("number 1 is a union of 6 kinds, and is given kind 6; allowed is 0 to 5.", Use(6));
        AssertRefused("a union is given 2 pictures of kind 4 at once; allowed is one of each kind.", Use(4), Use(4));
        var plain = new ControlNetUse(Repository.PathOf("tests/goldens/models/sdxl-tiny-controlnet-0"), Postcards.Edges(64)) { Kind = 3 };
        AssertRefused("number 1 takes one kind of picture only, and is given kind 3; allowed is none.", plain);
    }

    private ControlNetUse Use(int? kind) => new(union.Path, Postcards.Edges(64)) { Kind = kind };

    private byte[] Paint(params ControlNetUse[] controlNets)
    {
        var prepared = sdxl.Prepare(Postcards.Small with { ControlNets = controlNets });
        return sdxl.Paint(prepared, progress: null, TestContext.Current.CancellationToken).Images[0].Picture.Pixels;
    }

    private void AssertRefused(string problem, params ControlNetUse[] controlNets)
    {
        var error = Assert.Throws<InvalidRequestException>(() => Paint(controlNets));
        Assert.Equal($"ControlNets: {problem}", error.Message);
    }
}
