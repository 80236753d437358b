using SwiftDiffusion.Worker.Imaging;

namespace SwiftDiffusion.Worker.Tests.Imaging;

public sealed class ParametersTextTests
{
    private static readonly PaintingParameters Plain = new()
    {
        Prompt = "a red house",
        Steps = 30,
        Sampler = "DPM++ 2M",
        ScheduleType = "Karras",
        Guidance = 7,
        Seed = 4294967295,
        Width = 1024,
        Height = 768,
        ModelSha256 = "31e35c80fc4829d14f90153f4c74cd59c90b779f6afe05a74cd6120b893f7e5b",
        Model = "sdxl-1.0",
        Version = "SwiftDiffusion 0.1.0",
    };

    [Fact]
    public void Write_OfAPlainImage_IsA1111sText() => Assert.Equal(
        """
        a red house
        Steps: 30, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 4294967295, Size: 1024x768, Model hash: 31e35c80fc, Model: sdxl-1.0, RNG: CPU, Version: SwiftDiffusion 0.1.0
        """,
        ParametersText.Write(Plain));

    [Fact]
    public void Write_OfEverything_KeepsA1111sOrder()
    {
        var text = ParametersText.Write(Plain with
        {
            NegativePrompt = "blurry",
            VaeSha256 = "235745af8d0123456789",
            Vae = "ft-mse",
            DenoisingStrength = 0.55,
            ClipSkip = 2,
            HiresScale = 1.5,
            HiresSteps = 10,
            HiresUpscaler = "Latent",
            Loras = [("snow", 0.8, "aabbccddeeff"), ("ink", -1, null), ("fog", 1, "001122334455")],
            ControlNets = ["Module: canny, Model: house, Weight: 1", "Model: depth"],
        });
        Assert.Equal(
            """
            a red house <lora:snow:0.8> <lora:ink:-1> <lora:fog:1>
            Negative prompt: blurry
            Steps: 30, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 4294967295, Size: 1024x768, Model hash: 31e35c80fc, Model: sdxl-1.0, VAE hash: 235745af8d, VAE: ft-mse, Denoising strength: 0.55, Clip skip: 2, RNG: CPU, Hires upscale: 1.5, Hires steps: 10, Hires upscaler: Latent, Lora hashes: "snow: aabbccddeeff, fog: 001122334455", ControlNet 0: "Module: canny, Model: house, Weight: 1", ControlNet 1: "Model: depth", Version: SwiftDiffusion 0.1.0
            """,
            text);
    }

    [Theory]
    [InlineData("a house")]
    [InlineData("a house,\na tree\n\n(snow:1.3), [fog]")]
    [InlineData("Steps: 20, Sampler: Euler, Seed: 5, CFG scale: 7")]
    [InlineData("\"quoted\" \\ back")]
    [InlineData("ein Häuschen, 家, 🏠")]
    [InlineData("key: value, other: value, third: value\nSize: 1x1")]
    public void Write_OfAnyPrompts_IsReadBack(string prompt)
    {
        var read = A1111Parser.Parse(ParametersText.Write(Plain with { Prompt = prompt, NegativePrompt = prompt }));
        Assert.Equal((prompt, prompt), (read.Prompt, read.NegativePrompt));
        Assert.Equal("30", read.Settings["Steps"]);
        Assert.Equal("1024x768", read.Settings["Size"]);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("with, comma")]
    [InlineData("with: colon")]
    [InlineData("two\nlines")]
    [InlineData("windows\r\nlines")]
    [InlineData("a \"quoted\" word, and a \\ too")]
    [InlineData("\"all quoted\"")]
    [InlineData("Modell für Schnee, 雪, <b>&'+`")]
    public void Write_OfAnyValue_IsReadBack(string value)
    {
        var read = A1111Parser.Parse(ParametersText.Write(Plain with { Model = value, ControlNets = [value] }));
        Assert.Equal((value, value), (read.Settings["Model"], read.Settings["ControlNet 0"]));
        Assert.Equal("SwiftDiffusion 0.1.0", read.Settings["Version"]);
    }

    [Fact]
    public void Write_WithoutPrompt_LeavesTheSettings()
    {
        var read = A1111Parser.Parse(ParametersText.Write(Plain with { Prompt = "" }));
        Assert.Equal(("", "30"), (read.Prompt, read.Settings["Steps"]));
    }
}
