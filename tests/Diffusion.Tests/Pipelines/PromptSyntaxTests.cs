using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Diffusion.Tests.Pipelines;

/// <summary>What the way of reading a prompt does to the picture.</summary>
public sealed class PromptSyntaxTests(Postcards postcards) : IClassFixture<Postcards>
{
    private static readonly PaintRequest Weighted = Postcards.Small with { PromptSyntax = PromptSyntax.A1111 };
    private static readonly string Long = string.Join(", ", Enumerable.Repeat("a red boat", 40));

    [Fact]
    public void Paint_WithoutAnySyntax_IsTheSameEitherWay() => Assert.Equal(Pixels(Postcards.Small), Pixels(Weighted));

    [Fact]
    public void Paint_Weights_ChangeThePicture() => Assert.NotEqual(Pixels(Weighted), Pixels(Weighted with { Prompt = "a (red:1.5) boat, a sun at sea" }));

    [Fact]
    public void Paint_PlainPromptTooLong_WarnsOfWhatItLost()
    {
        var warning = Assert.Single(postcards.Paint(Postcards.Small with { Prompt = Long }).Warnings);
        Assert.StartsWith("Prompt: the text encoder takes 75 tokens; this was left out: '", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Paint_LongPromptAndShortNegative_PaintsAllOfIt()
    {
        var request = Weighted with { Prompt = $"{Long}, at night", NegativePrompt = "dark" };
        Assert.Empty(postcards.Paint(request).Warnings);
        Assert.NotEqual(Pixels(request), Pixels(request with { Prompt = $"{Long}, at noon" }));
    }

    private byte[] Pixels(PaintRequest request) => postcards.Paint(request).Images[0].Picture.Pixels;
}
