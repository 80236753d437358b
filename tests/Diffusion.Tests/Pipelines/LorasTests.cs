using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Diffusion.Tests.Pipelines;

/// <summary>LoRAs in whole paintings.</summary>
public sealed class LorasTests(Postcards postcards) : IClassFixture<Postcards>
{
    private static readonly LoraUse Ink = new(Repository.PathOf("models/postcards/loras/ink.safetensors"));
    private static readonly LoraUse Neon = new(Repository.PathOf("models/postcards/loras/neon.safetensors"), 0.5);

    [Theory]
    [InlineData("ink")]
    [InlineData("pixel")]
    [InlineData("neon")]
    [InlineData("sepia")]
    public void Paint_WithAndWithout_NeitherLeavesATrace(string lora)
    {
        var use = new LoraUse(Repository.PathOf($"models/postcards/loras/{lora}.safetensors"));
        var plain = postcards.Paint(Postcards.Small).Images[0].Picture.Pixels;
        var styled = postcards.Paint(Postcards.Small with { Loras = [use] }).Images[0].Picture.Pixels;
        Assert.NotEqual(plain, styled);
        Assert.Equal(plain, postcards.Paint(Postcards.Small).Images[0].Picture.Pixels);
        Assert.Equal(styled, postcards.Paint(Postcards.Small with { Loras = [use] }).Images[0].Picture.Pixels);
    }

    [Fact]
    public void Paint_TwoLoras_ReportsBothInTheirOrder()
    {
        var painting = postcards.Paint(Postcards.Small with { Steps = 1, Loras = [Neon, Ink] });
        Assert.Equal([Neon, Ink], painting.Loras.Select(lora => lora.Use));
        Assert.All(painting.Loras, lora => Assert.Equal((0, 84, 0), (lora.Step, lora.MatchedModules, lora.UnmatchedKeys.Count)));
    }

    [Fact]
    public void Paint_Lora_TellsTheTimeItTook()
    {
        postcards.Paint(Postcards.Small with { Steps = 1 });
        var timings = postcards.Paint(Postcards.Small with { Steps = 1, Loras = [Ink] }).Timings;
        Assert.True(timings.Load > TimeSpan.Zero && timings.Patch > TimeSpan.Zero, $"{timings}");
    }

    [Fact]
    public void Paint_CancelledBeforeTheMerge_LeavesTheNextRight()
    {
        var styled = postcards.Paint(Postcards.Small with { Loras = [Ink] }).Images[0].Picture.Pixels;
        postcards.Paint(Postcards.Small with { Steps = 1 });
        Assert.ThrowsAny<OperationCanceledException>(() => postcards.PaintUntil(Postcards.Small with { Loras = [Ink] }, progress: null, new CancellationToken(canceled: true)));
        Assert.Equal(styled, postcards.Paint(Postcards.Small with { Loras = [Ink] }).Images[0].Picture.Pixels);
    }

    [Fact]
    public async Task Prepare_WhileAnotherIsPainted_ChangesNothingOfIt()
    {
        var plain = postcards.Paint(Postcards.Small).Images[0].Picture.Pixels;
        Task<PreparedRequest>? preparing = null;
        var painted = postcards.Paint(Postcards.Small, _ => preparing ??= Task.Run(() => postcards.Pipeline.Prepare(Postcards.Small with { Loras = [Ink] })));
        await preparing!;
        Assert.Equal(plain, painted.Images[0].Picture.Pixels);
    }

    [Theory]
    [InlineData(double.NaN, null)]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(1e300, null)]
    public void Prepare_ScaleThatIsNoNumber_NamesTheField(double scale, double? textEncoderScale)
    {
        var error = Assert.Throws<InvalidRequestException>(() => postcards.Pipeline.Prepare(Postcards.Small with { Loras = [Ink with { Scale = scale, TextEncoderScale = textEncoderScale }] }));
        Assert.Equal(nameof(PaintRequest.Loras), error.Field);
    }

    [Fact]
    public void Prepare_LoraOfAnotherModel_IsRefusedBeforePainting()
    {
        var other = Repository.PathOf("tests/goldens/loras/sd15-tiny-kohya.safetensors");
        var error = Assert.Throws<CheckpointException>(() => postcards.Pipeline.Prepare(Postcards.Small with { Loras = [new LoraUse(other)] }));
        Assert.Equal(other, error.Path);
        Assert.Contains("do not fit the base model", error.Message, StringComparison.Ordinal);
    }
}
