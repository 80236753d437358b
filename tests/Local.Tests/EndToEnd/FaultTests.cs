using System.Text.Json.Nodes;

namespace SwiftDiffusion.Local.Tests.EndToEnd;

/// <summary>What is wrong is one clear error with its exit code.</summary>
[Collection("processes")]
public sealed class FaultTests : IDisposable
{
    private const string UNet = "unet/diffusion_pytorch_model.safetensors";

    private readonly PictureFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(2, "--steps is 0; allowed is 1 to 150.", "--steps", "0")]
    [InlineData(2, "--width is 130; allowed is a multiple of 8 from 64 to 4096.", "--width", "130")]
    [InlineData(2, "--sampler is 'magic'; allowed is ddim,", "--sampler", "magic")]
    [InlineData(2, "--hires is 5; allowed is above 1 to 4.", "--hires", "5")]
    [InlineData(3, "--vae 'gone' is not there;", "--vae", "gone")]
    [InlineData(3, "--model 'gone' is not there;", "--model", "gone")]
    public async Task Paint_BadArgument_IsOneErrorWithItsExitCode(int exitCode, string sentence, string option, string value) =>
        await AssertFailsAsync(exitCode, sentence, "paint", "a red house", option, value);

    [Fact]
    public async Task Paint_PromptTooLong_IsOneErrorThatTellsItsLength() =>
        await AssertFailsAsync(2, "the prompt has 10000 characters; allowed is 0 to 8000.", "paint", new string('a', 10_000));

    [Fact]
    public async Task Run_NoArguments_NamesTheCommand() => await AssertFailsAsync(2, "A command is missing; allowed is paint, inspect or plan");

    [Fact]
    public async Task Paint_WeightsCutOff_NamesTheFile()
    {
        var model = folder.CopyModel("broken", UNet, bytes => bytes[..(bytes.Length / 2)]);
        await AssertFailsAsync(3, UNet, "paint", "a red house", "--model", model);
    }

    [Fact]
    public async Task Paint_ControlNetThatIsNone_NamesTheFile()
    {
        File.WriteAllText(Path.Combine(folder.Path, "edges.safetensors"), "no weights");
        Assert.Equal(0, (await CliProcess.RunAsync(folder, "paint", "a red house", "--steps", "1", "--out", "house.png")).ExitCode);
        await AssertFailsAsync(3, "edges.safetensors", "paint", "a red house", "--control", "edges.safetensors=house.png");
    }

    [Fact]
    public async Task Paint_PictureThatIsNone_NamesTheOption()
    {
        File.WriteAllText(Path.Combine(folder.Path, "house.png"), "no picture");
        await AssertFailsAsync(3, "--init", "paint", "a red house", "--init", "house.png");
    }

    [Fact]
    public async Task Paint_WeightsThatGiveNoNumbers_EndsRatherThanWaiting()
    {
        // Two bytes of ones are no number in half precision; the header stays as it is.
        var model = folder.CopyModel("nan", UNet, bytes =>
        {
            bytes.AsSpan(8 + checked((int)BitConverter.ToUInt64(bytes))).Fill(0xFF);
            return bytes;
        });
        await AssertFailsAsync(1, "Painting failed:", "paint", "a red house", "--model", model, "--steps", "2");
    }

    [Fact]
    public async Task Paint_JsonAndBadArgument_TellsTheResultToo()
    {
        var result = await CliProcess.RunAsync(folder, "paint", "a red house", "--json", "--steps", "0", "--count", "0");
        Assert.Equal(2, result.ExitCode);
        var line = JsonNode.Parse(result.Output)!;
        Assert.Equal(("result", 2, 2), ((string)line["event"]!, (int)line["exitCode"]!, line["errors"]!.AsArray().Count));
    }

    [Theory]
    [InlineData("8k", 4)]
    [InlineData("1m", 0)]
    public async Task Paint_DiskOfASize_FailsOnlyWhereItIsTooSmall(string size, int exitCode)
    {
        // The larger disk shows that it is the size which fails the smaller one.
        var result = await OnDiskAsync(size, "exec \"$0\" paint 'a red house' --steps 1 --seed 1 --out disk/a.png");
        AssertDisk(result, exitCode);
    }

    [Theory]
    [InlineData("8k", 4)]
    [InlineData("1m", 0)]
    public async Task Paint_TemporaryDiskOfASize_FailsOnlyWhereItIsTooSmall(string size, int exitCode)
    {
        // .NET keeps a socket and pipes of its own there while it runs, which the disk's end takes along.
        var result = await OnDiskAsync(size, "TMPDIR=\"$PWD/disk\" exec \"$0\" paint 'a red house' --steps 1 --seed 1 --out a.png");
        AssertDisk(result, exitCode);
        Assert.Equal(exitCode == 0 ? ["a.png", "disk"] : ["disk"], folder.Names);
    }

    /// <summary>Runs a script with a file system of a size at <c>disk</c>, in a namespace of mounts that ends with it.</summary>
    private async Task<CliResult> OnDiskAsync(string size, string script)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux mounts a file system for one process.");
        Directory.CreateDirectory(Path.Combine(folder.Path, "disk"));
        // Who isn't root becomes it in a namespace of users.
        string[] unshare = Environment.UserName == "root" ? ["--mount"] : ["--mount", "--map-root-user"];
        using var cli = CliProcess.StartCommand(
            folder, "unshare", [.. unshare, "sh", "-c", $"mount -t tmpfs -o size={size} tmpfs disk && echo mounted && {script}", CliProcess.Program]);
        return await cli.EndAsync();
    }

    private static void AssertDisk(CliResult result, int exitCode)
    {
        Assert.StartsWith("mounted\n", result.Output, StringComparison.Ordinal);
        Assert.True(result.ExitCode == exitCode, result.ToString());
        if (exitCode != 0)
        {
            Assert.Contains("the disk is full", Assert.Single(result.Problems), StringComparison.Ordinal);
        }
    }

    private async Task AssertFailsAsync(int exitCode, string sentence, params string[] args)
    {
        var before = folder.Names;
        var result = await CliProcess.RunAsync(folder, args);
        Assert.True(result.ExitCode == exitCode, result.ToString());
        Assert.Contains(sentence, Assert.Single(result.Problems), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Equal(before, folder.Names);
        folder.AssertNoLeftovers();
    }
}
