using System.Runtime.InteropServices;
using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Diffusion.Tests.Adapters;
using SwiftDiffusion.Diffusion.Tests.Checkpoints;

namespace SwiftDiffusion.Diffusion.Tests.Pipelines;

/// <summary>Weights that overflow, so that networks really give infinities and what comes of them: never a black picture.</summary>
public sealed class NotNumbersTests(Postcards postcards) : IClassFixture<Postcards>, IDisposable
{
    private const string Weights = "diffusion_pytorch_model.safetensors";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Paint_VaeOfTheModelOverflows_IsADeviceFault()
    {
        var model = folder.Copy("models/postcards/base");
        Overflow(Path.Combine(model, "vae"));
        using var pipeline = StableDiffusionPipeline.Load(model);
        var error = Assert.Throws<DeviceFaultException>(() => pipeline.Paint(pipeline.Prepare(Postcards.Small), progress: null, TestContext.Current.CancellationToken));
        Assert.Equal("Decoding gave pixels that are not numbers.", error.Message);
    }

    [Fact]
    public void Paint_UNetOfTheModelOverflows_IsADeviceFaultInTheStepThatDidIt()
    {
        var model = folder.Copy("models/postcards/base");
        Overflow(Path.Combine(model, "unet"));
        using var pipeline = StableDiffusionPipeline.Load(model);
        var told = new List<PaintProgress>();
        var request = Postcards.Small with { Loras = [new LoraUse(Repository.PathOf("models/postcards/loras/ink.safetensors"))] };
        var error = Assert.Throws<DeviceFaultException>(() => pipeline.Paint(pipeline.Prepare(request), told.Add, TestContext.Current.CancellationToken));
        Assert.Equal("Denoising gave latents that are not numbers, in step 1 of 3.", error.Message);
        Assert.Empty(told);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Paint_VaeOfTheRequestOverflows_BlamesTheRequestAndLeavesTheModelUsable(bool hires)
    {
        var before = postcards.Paint(Postcards.Small).Images[0].Picture.Pixels;
        var vae = folder.Copy("models/postcards/base/vae");
        Overflow(vae);
        var second = hires ? new SecondPass { Scale = 1.5, Upscaler = Upscaler.Lanczos } : null;
        var error = Assert.Throws<InvalidRequestException>(() => postcards.Paint(Postcards.Small with { Vae = vae, Hires = second }));
        Assert.Equal("Vae", error.Field);
        Assert.StartsWith("Vae: Decoding gave pixels that are not numbers. Without the request's adapters the model paints", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, postcards.Paint(Postcards.Small).Images[0].Picture.Pixels);
    }

    [Fact]
    public void Paint_LoraTooStrong_BlamesTheRequestAndLeavesTheModelUsable()
    {
        var before = postcards.Paint(Postcards.Small).Images[0].Picture.Pixels;
        var writer = new LoraWriter();
        // The last convolution: what comes before a norm would be brought back to size.
        var shape = ShapeOf("conv_out.weight");
        writer.AddValues("lora_unet_conv_out.diff", [.. Enumerable.Repeat(float.MaxValue / 2, (int)shape.Aggregate(1L, (product, length) => product * length))], shape);
        var lora = writer.Write(folder);
        var error = Assert.Throws<InvalidRequestException>(() => postcards.Paint(Postcards.Small with { Loras = [new LoraUse(lora)] }));
        Assert.Equal("Loras", error.Field);
        Assert.Equal(before, postcards.Paint(Postcards.Small).Images[0].Picture.Pixels);
    }

    private static long[] ShapeOf(string weight)
    {
        using var unet = SafetensorsFile.Open(Path.Combine(Postcards.Folder, "unet", Weights));
        return [.. unet.Tensors[weight].Shape];
    }

    /// <summary>Makes every weight of a network the largest of its kind: finite, and too large to add up.</summary>
    private static void Overflow(string network) => SafetensorsBytes.Rewrite(
        Path.Combine(network, Weights),
        (tensor, _) => (tensor.Name, [.. tensor.Shape], MemoryMarshal.AsBytes(Enumerable.Repeat(float.MaxValue, (int)tensor.Count).ToArray().AsSpan()).ToArray()));
}
