using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Checkpoints.Layouts;
using SwiftDiffusion.Diffusion.Tests.Checkpoints;

namespace SwiftDiffusion.Diffusion.Tests.Pipelines;

public sealed class VaeSwapTests(Postcards postcards) : IClassFixture<Postcards>
{
    private static readonly string Own = Path.Combine(Postcards.Folder, "vae");
    private static readonly string OwnFile = Path.Combine(Own, "diffusion_pytorch_model.safetensors");
    private static readonly string Other = Repository.PathOf("tests/goldens/models/sd15-tiny/vae");

    // A single file tells neither its scaling factor nor its groups: the base model's hold.
    [Fact]
    public void Paint_WithTheModelsOwnVaeNamed_GivesTheSamePixels()
    {
        var plain = postcards.Paint(Postcards.Small).Images[0].Picture.Pixels;
        Assert.Equal(plain, postcards.Paint(Postcards.Small with { Vae = Own }).Images[0].Picture.Pixels);
        Assert.Equal(plain, postcards.Paint(Postcards.Small with { Vae = OwnFile }).Images[0].Picture.Pixels);
        using var folder = new TemporaryFolder();
        Assert.Equal(plain, postcards.Paint(Postcards.Small with { Vae = folder.Copy(OwnFile, "renamed.safetensors") }).Images[0].Picture.Pixels);
    }

    [Fact]
    public void Paint_WithAnotherVae_EncodesAndDecodesWithItOnlyThisOnce()
    {
        var (plain, other) = (postcards.Paint(Postcards.Small).Images[0], postcards.Paint(Postcards.Small with { Vae = Other }).Images[0]);
        Assert.Equal(plain.Latents, other.Latents);
        Assert.NotEqual(plain.Picture.Pixels, other.Picture.Pixels);
        var again = Postcards.Small with { InitImage = plain.Picture, Strength = 0.4 };
        Assert.NotEqual(postcards.Paint(again).Images[0].Latents, postcards.Paint(again with { Vae = Other }).Images[0].Latents);
        Assert.Equal(plain.Picture.Pixels, postcards.Paint(Postcards.Small).Images[0].Picture.Pixels);
    }

    [Fact]
    public void Paint_WithWhatIsNoVae_NamesTheFileAndWhatItIs()
    {
        var error = Assert.Throws<CheckpointException>(() => postcards.Paint(Postcards.Small with { Vae = Repository.PathOf("models/postcards/controlnets/edges") }));
        Assert.Contains("edges", error.Message, StringComparison.Ordinal);
        Assert.Contains("ControlNet", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Paint_WithAVaeOfOtherLatents_NamesBoth()
    {
        const string config = """
            {"_class_name": "AutoencoderKL", "block_out_channels": [32, 32, 32, 32], "layers_per_block": 1, "sample_size": 64, "latent_channels": 16, "scaling_factor": 1,
             "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D", "DownEncoderBlock2D", "DownEncoderBlock2D"],
             "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D"]}
            """;
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("config.json"), config);
        SafetensorsBytes.WriteHollow(folder.PathOf("diffusion_pytorch_model.safetensors"), null, VaeLayout.Of(VaeConfig.Parse(JsonDocument.Parse(config).RootElement, "vae")));
        var error = Assert.Throws<CheckpointException>(() => postcards.Paint(Postcards.Small with { Vae = folder.Path }));
        Assert.Contains("its latents have 16 channels and stand for 8x8 pixels; the model's have 4", error.Message, StringComparison.Ordinal);
    }
}
