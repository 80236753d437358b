using SwiftDiffusion.Local.Tests.Fakes;
using SwiftDiffusion.Messages.Results;

namespace SwiftDiffusion.Local.Tests.Output;

public sealed class OutputTargetTests : IDisposable
{
    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [Theory]
    [InlineData("red.png", "red.png")]
    [InlineData("red", "red.png")]
    [InlineData("red.JPG", "red.JPG")]
    [InlineData("new/folder/red.webp", "new/folder/red.webp")]
    [InlineData("new/", "new/tiny-7.png")]
    [InlineData("models", "models/tiny-7.png")]
    [InlineData(null, "tiny-7.png")]
    public void PathOf_OneImage_IsWhatOutSays(string? text, string path) => Assert.Equal([workspace.PathOf(path)], Paths(text is null ? [] : ["--out", text], 1));

    [Fact]
    public void PathOf_SeveralImages_AreNumberedFromOne() =>
        Assert.Equal([workspace.PathOf("red-1.png"), workspace.PathOf("red-2.png"), workspace.PathOf("red-3.png")], Paths(["--out", "red.png", "--count", "3"], 3));

    [Fact]
    public void PathOf_NameInFolderIsTaken_TakesTheNextFreeOne()
    {
        workspace.Write("tiny-7.png", "");
        workspace.Write("tiny-7-2.png", "");
        Assert.Equal([workspace.PathOf("tiny-7-3.png"), workspace.PathOf("tiny-8.png")], Paths(["--count", "2"], 2));
        Assert.Equal([workspace.PathOf("tiny-7.png"), workspace.PathOf("tiny-8.png")], Paths(["--count", "2", "--overwrite"], 2));
    }

    [Theory]
    [InlineData("red.png", "1", "red.png")]
    [InlineData("red.png", "2", "red-2.png")]
    public void Plan_FileExists_RefusesUnlessToldToOverwrite(string text, string count, string existing)
    {
        workspace.Write(existing, "");
        var problem = workspace.Problem("x", "--out", text, "--count", count);
        Assert.Equal($"--out would replace '{workspace.PathOf(existing)}'; allowed is another name, or --overwrite.", Assert.Single(problem.Problems));
        Assert.Equal(ExitCode.BadArguments, problem.ExitCode);
        workspace.Plan("x", "--out", text, "--count", count, "--overwrite");
    }

    [Fact]
    public void Plan_FolderIsAFile_SaysSo()
    {
        var problem = workspace.Problem("x", "--out", "house.png/red.png");
        Assert.Equal($"--out lies in '{workspace.PathOf("house.png")}', which is a file; allowed is a folder.", Assert.Single(problem.Problems));
    }

    [Fact]
    public void Plan_FormatAndEndingDisagree_SaysSo() =>
        Assert.Equal("--format is 'png' and --out ends in '.jpg'; allowed are two that agree.", Assert.Single(workspace.Problem("x", "--out", "a.jpg", "--format", "png").Problems));

    private List<string> Paths(string[] args, int count)
    {
        var plan = workspace.Plan(["x", "--seed", "7", .. args]);
        var paths = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var image = new ImageResult { Index = i, Seed = 7 + (uint)i, Blob = "b", ContentType = "image/png", Width = 8, Height = 8, Sha256 = "" };
            paths.Add(plan.Output.PathOf(plan.Job, image, paths.Contains));
        }

        return paths;
    }
}
