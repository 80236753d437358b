using System.Text.Json.Nodes;

namespace SwiftDiffusion.Local.Tests.Inspecting;

public sealed class InspectRunTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("inspect-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("models/postcards/base", "a base model", "family       Stable Diffusion 1", "parameters   11,", "predicts     epsilon", "reads        4 channels")]
    [InlineData("models/postcards/controlnets/edges", "a ControlNet", "fits         Stable Diffusion 1", "reads        4 channels")]
    [InlineData("models/postcards/loras/ink.safetensors", "a LoRA", "format       PEFT", "rank         16", "changes      ")]
    [InlineData("models/postcards/base/vae", "a VAE", "parameters   ")]
    [InlineData("tests/goldens/models/sd15-inpaint", "a base model", "reads        9 channels, for inpainting")]
    [InlineData("tests/goldens/models/sd2-tiny", "a base model", "family       Stable Diffusion 2", "predicts     v_prediction")]
    public async Task Inspect_WhatIsSound_TellsWhatItIs(string path, string kind, params string[] lines)
    {
        var (exitCode, output, errors) = await RunAsync("inspect", Repository.PathOf(path));
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Contains($"kind         {kind}\n", output, StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Contains(line, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Inspect_AsJson_TellsTheSameInFields()
    {
        var (exitCode, output, _) = await RunAsync("inspect", "--json", Repository.PathOf("models/postcards/loras/ink.safetensors"));
        var json = JsonNode.Parse(output)!;
        Assert.Equal((0, true, "lora", "PEFT", 16), (exitCode, (bool)json["usable"]!, (string)json["kind"]!, (string)json["lora"]!["format"]!, (int)json["lora"]!["maxRank"]!));
        Assert.Equal((long)json["parameters"]!, json["elementTypes"]!.AsObject().Sum(type => (long)type.Value!));
        Assert.Null(json["problem"]);
    }

    [Fact]
    public async Task Inspect_AModelThatLacksParts_TellsThemAndTheProblem()
    {
        foreach (var part in (string[])["unet", "text_encoder"])
        {
            Directory.CreateDirectory(Path.Combine(folder, part));
            foreach (var file in Directory.GetFiles(Path.Combine(Repository.Postcards, part)))
            {
                File.Copy(file, Path.Combine(folder, part, Path.GetFileName(file)));
            }
        }

        var (exitCode, output, _) = await RunAsync("inspect", folder);
        Assert.Equal(3, exitCode);
        Assert.Contains("missing      vae", output, StringComparison.Ordinal);
        Assert.Contains("problem      ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>Sign in</body></html>", "HTML")]
    [InlineData("nothing at all", "safetensors")]
    public async Task Inspect_WhatIsNoSafetensors_IsOneErrorThatSaysSo(string content, string word)
    {
        var path = Path.Combine(folder, "model.safetensors");
        await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
        var (exitCode, output, errors) = await RunAsync("inspect", path);
        Assert.Equal((3, ""), (exitCode, output));
        Assert.StartsWith($"error: {path}: ", errors, StringComparison.Ordinal);
        Assert.Contains(word, errors, StringComparison.OrdinalIgnoreCase);
        Assert.Single(errors.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("The path is missing; allowed is one file or folder")]
    [InlineData("'b' is one path too many; allowed is one.", "a", "b")]
    [InlineData("--brief is no option of inspect; allowed is --json.", "a", "--brief")]
    public async Task Inspect_WrongArguments_AreToldByTheirOption(string sentence, params string[] args)
    {
        var (exitCode, _, errors) = await RunAsync(["inspect", .. args]);
        Assert.Equal(2, exitCode);
        Assert.StartsWith($"error: {sentence}", errors, StringComparison.Ordinal);
        Assert.Contains("See swiftdiffusion inspect --help.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_Help_TellsItsOption()
    {
        var (exitCode, output, _) = await RunAsync("inspect", "--help");
        Assert.Equal(0, exitCode);
        Assert.Contains("--json", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        var exitCode = await Cli.RunAsync(args, new Terminal(output, errors, CanDraw: false), TimeProvider.System);
        return (exitCode, output.ToString(), errors.ToString());
    }
}
