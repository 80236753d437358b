using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ImageMagick;

namespace SwiftDiffusion.Local.Tests.EndToEnd;

/// <summary>The built program paints with the model that ships.</summary>
[Collection("processes")]
public sealed class PaintTests : IDisposable
{
    private const string Prompt = "a red house with a black roof, two pine trees in the snow at night";

    private static readonly string[] SeedsFromTheLastButOne = ["4294967294", "4294967295", "0", "1"];

    private readonly PictureFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Paint_PromptAlone_PaintsAPictureWithTheModelFoundFromTheProgram()
    {
        var result = await CliProcess.RunAsync(folder, "paint", Prompt, "--seed", "7");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(["postcards-7.png"], folder.Names);
        Assert.StartsWith("postcards-7.png  128x128, seed 7\nload ", result.Output, StringComparison.Ordinal);
        Assert.Contains("step 25 of 25", result.Errors, StringComparison.Ordinal);
        AssertIsPicture("postcards-7.png", MagickFormat.Png);
        folder.AssertNoLeftovers();
    }

    [Fact]
    public async Task Paint_SeedTwiceAndWithinACount_GivesTheSameBytes()
    {
        string[] args = ["paint", Prompt, "--steps", "3"];
        Assert.Equal(0, (await CliProcess.RunAsync(folder, [.. args, "--seed", "4294967294", "--count", "4", "--out", "all.png"])).ExitCode);
        Assert.Equal(["all-1.png", "all-2.png", "all-3.png", "all-4.png"], folder.Names);
        // Seeds go on from the largest to zero.
        foreach (var (i, seed) in SeedsFromTheLastButOne.Index())
        {
            Assert.Equal(0, (await CliProcess.RunAsync(folder, [.. args, "--seed", seed, "--out", $"one-{i + 1}.png"])).ExitCode);
            Assert.Equal(folder.Read($"all-{i + 1}.png"), folder.Read($"one-{i + 1}.png"));
        }

        Assert.NotEqual(folder.Read("all-1.png"), folder.Read("all-2.png"));
        Assert.Equal(0, (await CliProcess.RunAsync(folder, [.. args, "--seed", "0", "--out", "again.png"])).ExitCode);
        Assert.Equal(folder.Read("one-3.png"), folder.Read("again.png"));
    }

    [Fact]
    public async Task Paint_AdaptersPicturesAndFormats_AllGoTogether()
    {
        Assert.Equal(0, (await CliProcess.RunAsync(folder, "paint", Prompt, "--steps", "4", "--seed", "1", "--out", "house.jpg")).ExitCode);
        var result = await CliProcess.RunAsync(
            folder, "paint", Prompt, "--steps", "6", "--seed", "1", "--out", "new/edges.webp", "--control", "edges=house.jpg:canny:0.7:0-0.8", "--init", "house.jpg",
            "--strength", "0.6", "--mask", "house.jpg", "--width", "128", "--height", "160", "--sampler", "DPM++ 2M Karras");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.StartsWith("new/edges.webp  128x160, seed 1\n", result.Output, StringComparison.Ordinal);
        AssertIsPicture("house.jpg", MagickFormat.Jpeg);
        AssertIsPicture("new/edges.webp", MagickFormat.WebP);
        folder.AssertNoLeftovers();
    }

    [Fact]
    public async Task Paint_Json_IsALineForEachEventAndTheResultLast()
    {
        var result = await CliProcess.RunAsync(folder, "paint", Prompt, "--steps", "3", "--seed", "5", "--count", "2", "--json");
        Assert.True(result.ExitCode == 0, result.ToString());
        var lines = result.Output.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        Assert.Equal(["started", "image_completed", "image_completed", "succeeded", "result"], lines.Select(line => (string)line["event"]!).Where(name => name != "progress"));
        Assert.Equal(6, (int)lines.Last(line => (string)line["event"]! == "progress")["step"]!);
        Assert.Equal(0, (int)lines[^1]["exitCode"]!);
        var files = lines[^1]["files"]!.AsArray();
        Assert.Equal([5u, 6u], files.Select(file => (uint)file!["seed"]!));
        Assert.All(files, file => Assert.Equal((string)file!["sha256"]!, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes((string)file["path"]!)))));
        Assert.Empty(result.Errors);
    }

    [Fact]
    public async Task Paint_FileExists_RefusesBeforePaintingUnlessToldToOverwrite()
    {
        File.WriteAllText(Path.Combine(folder.Path, "a.png"), "mine");
        var refused = await CliProcess.RunAsync(folder, "paint", Prompt, "--steps", "1", "--out", "a.png");
        Assert.Equal(2, refused.ExitCode);
        Assert.Equal("mine"u8, folder.Read("a.png"));
        var replaced = await CliProcess.RunAsync(folder, "paint", Prompt, "--steps", "1", "--out", "a.png", "--overwrite");
        Assert.True(replaced.ExitCode == 0, replaced.ToString());
        Assert.Equal(["a.png"], folder.Names);
        AssertIsPicture("a.png", MagickFormat.Png);
    }

    private void AssertIsPicture(string name, MagickFormat format)
    {
        using var image = new MagickImage(folder.Read(name));
        Assert.Equal(format, image.Format);
        Assert.True(image.Statistics().Composite().StandardDeviation > 10, $"{name} is flat.");
    }
}
