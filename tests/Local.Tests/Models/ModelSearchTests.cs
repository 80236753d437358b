using SwiftDiffusion.Local.Models;
using SwiftDiffusion.Local.Tests.Fakes;

namespace SwiftDiffusion.Local.Tests.Models;

public sealed class ModelSearchTests : IDisposable
{
    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [Theory]
    [InlineData("deep/down", "elsewhere")]
    [InlineData("../nowhere", "bin/release")]
    public void Find_NotGiven_LooksUpwardFromFolderThenFromProgram(string folder, string program)
    {
        workspace.Write("models/postcards/base/model_index.json", "{}");
        Assert.Equal(workspace.PathOf("models/postcards/base"), ModelSearch.Find(null, Path.GetFullPath(workspace.PathOf(folder)), workspace.PathOf(program)));
    }

    [Fact]
    public void Find_NotGivenAndNotThere_SaysWhatIsAllowed()
    {
        var problem = Assert.Throws<CommandException>(() => ModelSearch.Find(null, workspace.Folder, workspace.Folder));
        Assert.Equal(ExitCode.Unusable, problem.ExitCode);
        Assert.Contains("--model", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sd15.safetensors", "sd15")]
    [InlineData("My Model (v1.5).safetensors", "My-Model-v1.5")]
    [InlineData("dead.safetensors", "dead-model")]
    [InlineData("x.low.safetensors", "x.low-model")]
    [InlineData("...safetensors", "unnamed")]
    public void NameOf_File_IsAllowedByTheContract(string file, string name)
    {
        workspace.Write(file, "");
        Assert.Equal(name, ModelSearch.NameOf(workspace.PathOf(file), new ModelDefaults()));
        Assert.Equal(name, workspace.Plan("x", "--model", file).Job.Model);
    }

    [Fact]
    public void Read_DefaultsBesideAFile_AreItsOwn()
    {
        workspace.Write("sd15.safetensors", "");
        workspace.Write("sd15.swiftdiffusion.json", """{"guidance":6,"clipSkip":1,"timestepSpacing":"trailing","width":512,"height":640,"negativePrompt":"blurry"}""");
        var job = workspace.Plan("x", "--model", "sd15.safetensors", "--guidance", "3").Job;
        Assert.Equal((3.0, 1, 512, 640, "blurry"), (job.Guidance, job.ClipSkip, job.Width, job.Height, job.NegativePrompt));
    }
}
