using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Text;

namespace SwiftDiffusion.Diffusion.Tests.Text;

public sealed class TextualInversionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("emb_params")]
    [InlineData("<postcard>")]
    public void MatchTo_OneTensor_GivesItsRows(string name)
    {
        var path = folder.WriteTensors("one.safetensors", (name, [2, 4], 5));
        var vectors = Assert.Single(TextualInversion.Open(path).MatchTo([4]));
        Assert.Equal([[5, 5, 5, 5], [6, 6, 6, 6]], vectors);
    }

    [Fact]
    public void MatchTo_TensorOfOneDimension_GivesOneVector()
    {
        var path = folder.WriteTensors("one.safetensors", ("<cat-toy>", [3], 1));
        Assert.Equal([[1, 1, 1]], Assert.Single(TextualInversion.Open(path).MatchTo([3])));
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 3)]
    public void MatchTo_TensorsOfSdxl_GoToTheirEncoders(int first, int second)
    {
        var path = folder.WriteTensors("two.safetensors", ("clip_g", [1, second], 7), ("clip_l", [1, first], 4));
        var vectors = TextualInversion.Open(path).MatchTo([first, second]);
        Assert.Equal(Enumerable.Repeat(4f, first), Assert.Single(vectors[0]));
        Assert.Equal(Enumerable.Repeat(7f, second), Assert.Single(vectors[1]));
    }

    [Fact]
    public void MatchTo_OtherWidth_NamesBoth()
    {
        var one = TextualInversion.Open(folder.WriteTensors("one.safetensors", ("emb_params", [2, 4], 0)));
        var two = TextualInversion.Open(folder.WriteTensors("two.safetensors", ("clip_l", [1, 2], 0), ("clip_g", [1, 3], 0)));
        AssertSays("one.safetensors: the textual inversion is 4 wide, the model's text encoder 8; allowed is the same.", () => one.MatchTo([8]));
        AssertSays("is 4 wide, the model's text encoder 4 and 3;", () => one.MatchTo([4, 3]));
        AssertSays("is 2 and 3 wide, the model's text encoder 2;", () => two.MatchTo([2]));
        AssertSays("is 2 and 3 wide, the model's text encoder 3 and 2;", () => two.MatchTo([3, 2]));
    }

    [Fact]
    public void Open_OtherFiles_SayWhatIsWrong()
    {
        AssertOpen("holds 2 tensors (a, b); a textual inversion has one, or clip_l and clip_g", ("a", [1, 2], 0), ("b", [1, 2], 0));
        AssertOpen("holds 3 tensors (clip_g, clip_l, x)", ("clip_l", [1, 2], 0), ("clip_g", [1, 2], 0), ("x", [1, 2], 0));
        AssertOpen("holds 0 tensors");
        AssertOpen("clip_l has 1 vectors, clip_g 2;", ("clip_l", [1, 2], 0), ("clip_g", [2, 2], 0));
        AssertOpen("tensor 'a' is [1, 2, 2]; a textual inversion is [width] or [vectors, width]", ("a", [1, 2, 2], 0));
        AssertOpen("tensor 'a' is [0, 2]", ("a", [0, 2], 0));
        AssertOpen("tensor 'a' has values that are not finite numbers", ("a", [1, 2], float.NaN));
        AssertSays("there is no such file", () => TextualInversion.Open(Path.Combine(folder.Path, "none.safetensors")));
    }

    [Fact]
    public void Open_Truncated_IsACheckpointException()
    {
        var bytes = File.ReadAllBytes(folder.WriteTensors("whole.safetensors", ("emb_params", [2, 4], 1)));
        for (var length = 0; length < bytes.Length; length++)
        {
            var path = Path.Combine(folder.Path, "cut.safetensors");
            File.WriteAllBytes(path, bytes[..length]);
            Assert.Throws<CheckpointException>(() => TextualInversion.Open(path));
        }
    }

    private void AssertOpen(string problem, params (string Name, long[] Shape, float Fill)[] tensors)
    {
        var path = folder.WriteTensors("broken.safetensors", tensors);
        AssertSays(problem, () => TextualInversion.Open(path));
    }

    private static void AssertSays(string problem, Func<object> act) => Assert.Contains(problem, Assert.Throws<CheckpointException>(act).Message, StringComparison.Ordinal);
}
