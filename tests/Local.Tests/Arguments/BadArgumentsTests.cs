using SwiftDiffusion.Local.Tests.Fakes;

namespace SwiftDiffusion.Local.Tests.Arguments;

/// <summary>Each wrong argument is told by its option, its value and what is allowed.</summary>
public sealed class BadArgumentsTests : IDisposable
{
    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [Theory]
    [InlineData("--steps", "0", "--steps is 0; allowed is 1 to 150.")]
    [InlineData("--steps", "2.5", "--steps is '2.5'; allowed is a whole number, 1 to 150.")]
    [InlineData("--steps", "99999999999", "--steps is '99999999999'; allowed is a whole number, 1 to 150.")]
    [InlineData("--count", "17", "--count is 17; allowed is 1 to 16.")]
    [InlineData("--seed", "4294967296", "--seed is '4294967296'; allowed is a whole number, 0 to 4294967295.")]
    [InlineData("--seed", "-1", "--seed is '-1'; allowed is a whole number, 0 to 4294967295.")]
    [InlineData("--guidance", "51", "--guidance is 51; allowed is 0 to 50.")]
    [InlineData("--guidance", "NaN", "--guidance is 'NaN'; allowed is a number, 0 to 50.")]
    [InlineData("--guidance", "7,5", "--guidance is '7,5'; allowed is a number, 0 to 50.")]
    [InlineData("--width", "100", "--width is 100; allowed is a multiple of 8 from 64 to 4096.")]
    [InlineData("--height", "56", "--height is 56; allowed is a multiple of 8 from 64 to 4096.")]
    [InlineData("--schedule", "fast", "--schedule is 'fast'; allowed is timesteps, karras, exponential or beta.")]
    [InlineData("--spacing", "", "--spacing is ''; allowed is leading, trailing or linspace.")]
    [InlineData("--format", "gif", "--format is 'gif'; allowed is png, jpeg or webp.")]
    [InlineData("--quality", "0", "--quality is 0; allowed is 1 to 100.")]
    [InlineData("--threads", "-1", "--threads is '-1'; allowed is a whole number, 0 to 1024.")]
    [InlineData("--device", "gpu", "--device: device 'gpu' is not known; allowed are cpu, cpu:threads=1 to 1024, and cuda:0 to 63.")]
    [InlineData("--device", "cuda:0", "--device: device 'cuda:0' cannot be used: this version computes on the host's cores; allowed are cpu and cpu:threads=N.")]
    [InlineData("--clip-skip", "13", "--clip-skip is 13; allowed is 0 to 12.")]
    [InlineData("--deadline", "soon", "--deadline is 'soon'; allowed is a time from now as 90s, 5m or 2h, or a time with its offset as 2026-11-25T18:00:00Z.")]
    [InlineData("--deadline", "2026-11-25T12:00:10", "--deadline is '2026-11-25T12:00:10'; allowed is a time from now as 90s, 5m or 2h, or a time with its offset as 2026-11-25T18:00:00Z.")]
    [InlineData("--lora", "ink:5", "--lora (number 1) scale is 5; allowed is -4 to 4.")]
    [InlineData("--lora", ":5", "--lora is ':5'; allowed is FILE[:SCALE[:TE-SCALE]].")]
    [InlineData("--control", "edges", "--control is 'edges'; allowed is NET=PICTURE[:SETTING...], for example edges=house.png:canny:0.8:0-0.6.")]
    [InlineData("--control", "edges=house.png:3", "--control (number 1) scale is 3; allowed is -2 to 2.")]
    [InlineData("--embedding", "word", "--embedding is 'word'; allowed is WORD=FILE, for example <postcard>=postcard.safetensors.")]
    [InlineData("--original-size", "100", "--original-size is '100'; allowed is two whole numbers, 0 to 16384, as 1024x768.")]
    [InlineData("--hires", "1", "--hires is 1; allowed is above 1 to 4.")]
    [InlineData("--hires-steps", "9", "--hires-steps is given without --hires; allowed is both or neither.")]
    [InlineData("--strength", "0.5", "--strength is given without --init; allowed is both or neither.")]
    [InlineData("--mask", "house.png", "--mask is given without --init; allowed is a mask of the picture to start from.")]
    [InlineData("--out", "", "--out is ''; allowed is a file or a folder.")]
    [InlineData("--out", "a.gif", "--out ends in '.gif'; allowed is .png, .jpg, .jpeg, .webp, or no ending.")]
    [InlineData("--out", "/dev/null", "--out is '/dev/null.png', which is a device; allowed is a file or a folder.")]
    public void Plan_WrongValue_NamesOptionValueAndWhatIsAllowed(string option, string value, string sentence)
    {
        var problem = workspace.Problem("a house", option, value);
        Assert.Equal(sentence, Assert.Single(problem.Problems));
        Assert.Equal(ExitCode.BadArguments, problem.ExitCode);
    }

    [Fact]
    public void Plan_UnknownSampler_NamesThoseThereAre()
    {
        var sentence = Assert.Single(workspace.Problem("a house", "--sampler", "magic").Problems);
        Assert.StartsWith("--sampler is 'magic'; allowed is ddim, ddpm,", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_LongPrompt_TellsItsLengthAndNotItsWords()
    {
        var sentence = Assert.Single(workspace.Problem(new string('a', 10_000)).Problems);
        Assert.Equal("the prompt has 10000 characters; allowed is 0 to 8000.", sentence);
    }

    [Fact]
    public void Plan_SeveralWrong_TellsOfAllAtOnce()
    {
        var problem = workspace.Problem("a house", "--steps", "0", "--width", "100", "--seed", "x", "--lora", "gone");
        Assert.Equal(4, problem.Problems.Count);
        Assert.Equal(ExitCode.BadArguments, problem.ExitCode);
    }

    [Theory]
    [InlineData("--lora", "gone")]
    [InlineData("--lora", "some/where/gone.safetensors")]
    [InlineData("--control", "gone=house.png")]
    [InlineData("--control", "edges=gone.png")]
    [InlineData("--init", "gone.png")]
    [InlineData("--embedding", "word=gone")]
    [InlineData("--vae", "gone")]
    [InlineData("--model", "gone")]
    [InlineData("--model", "")]
    public void Plan_MissingFile_IsUnusable(string option, string value)
    {
        var problem = workspace.Problem("a house", option, value);
        Assert.StartsWith(option, Assert.Single(problem.Problems), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Unusable, problem.ExitCode);
    }

    [Theory]
    [InlineData("--stepz is no option of paint; did you mean --steps?", "a house", "--stepz", "4")]
    [InlineData("--colour is no option of paint.", "a house", "--colour", "red")]
    [InlineData("-n is no option of paint.", "a house", "-n", "4")]
    [InlineData("'house' is one word too many; allowed is one prompt, in quotes.", "a", "house")]
    [InlineData("--steps has no value; allowed is --steps N.", "a house", "--steps")]
    [InlineData("--steps has no value; allowed is --steps N.", "a house", "--steps", "--seed", "1")]
    [InlineData("--steps is given 2 times; allowed is once.", "a house", "--steps", "1", "--steps", "2")]
    [InlineData("The prompt is missing; allowed is one text in quotes, as in: swiftdiffusion paint \"a red house\".", "--steps", "1")]
    public void Plan_WrongForm_IsOneClearSentence(string sentence, params string[] args)
    {
        var problem = workspace.Problem(args);
        Assert.Equal(sentence, Assert.Single(problem.Problems));
        Assert.Equal(ExitCode.BadArguments, problem.ExitCode);
    }

    [Fact]
    public void Plan_DefaultsThatAreNone_AreUnusable()
    {
        workspace.Write("models/tiny/base/swiftdiffusion.json", """{"stepz":1}""");
        var problem = workspace.Problem("a house");
        Assert.Equal(ExitCode.Unusable, problem.ExitCode);
        Assert.Contains("stepz", Assert.Single(problem.Problems), StringComparison.Ordinal);
    }
}
