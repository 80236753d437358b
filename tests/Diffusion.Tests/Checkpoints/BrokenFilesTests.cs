using System.Text;
using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Tests.Checkpoints;

/// <summary>Files that are not what they claim: one error each, which names the file and what is wrong with it.</summary>
public sealed class BrokenFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, byte[], string> Corpus() => new()
    {
        { "empty", [], "0 bytes are too few" },
        { "seven bytes", [1, 2, 3, 4, 5, 6, 7], "7 bytes are too few" },
        { "header of 2^60 bytes", [0, 0, 0, 0, 0, 0, 0, 16, .. new byte[100]], "the header claims 1152921504606846976 bytes, the file has 108" },
        { "header beyond the file", [200, 0, 0, 0, 0, 0, 0, 0, .. new byte[100]], "the header claims 200 bytes, the file has 108" },
        { "no JSON", SafetensorsBytes.Of("nonsense", []), "the header is not valid JSON" },
        { "JSON of another kind", SafetensorsBytes.Of("[1, 2]", []), "the header is not a JSON object" },
        { "cut short", SafetensorsBytes.Of(Entry("a", 4, 0, 8), new byte[6]), "'a' claims bytes 0 to 8 of 6" },
        { "too long", SafetensorsBytes.Of(Entry("a", 4, 0, 8), new byte[9]), "1 bytes after the last tensor belong to none" },
        { "overlapping", SafetensorsBytes.Of(Entries(Pair("a", 4, 0, 8), Pair("b", 4, 6, 14)), new byte[14]), "'a' and 'b' overlap" },
        { "twice the same name", SafetensorsBytes.Of(Entries(Pair("a", 4, 0, 8), Pair("a", 4, 8, 16)), new byte[16]), "names 'a' twice" },
        { "shape against bytes", SafetensorsBytes.Of(Entry("a", 5, 0, 8), new byte[8]), "'a' of type F16 and shape [5] does not fit its 8 bytes" },
        { "shape that overflows", SafetensorsBytes.Of("""{"a": {"dtype": "F16", "shape": [4611686018427387904, 4], "data_offsets": [0, 0]}}""", []), "does not fit its 0 bytes" },
        { "negative shape", SafetensorsBytes.Of("""{"a": {"dtype": "F16", "shape": [-4], "data_offsets": [0, 8]}}""", new byte[8]), "shape [-4] does not fit" },
        { "name with a line break", SafetensorsBytes.Of(Entry("a\\nb", 5, 0, 8), new byte[8]), "'a?b' of type F16 and shape [5] does not fit its 8 bytes" },
        { "negative offset", SafetensorsBytes.Of(Entry("a", 4, -8, 0), new byte[8]), "'a' claims bytes -8 to 0" },
        { "unknown type", SafetensorsBytes.Of("""{"a": {"dtype": "F8_E4M3", "shape": [8], "data_offsets": [0, 8]}}""", new byte[8]), "'a' has dtype 'F8_E4M3'; supported are F32" },
        { "no offsets", SafetensorsBytes.Of("""{"a": {"dtype": "F16", "shape": [4]}}""", new byte[8]), "'a' lacks one of dtype, shape and data_offsets" },
        { "pickle", [0x80, 2, .. new byte[100]], "this is a Python pickle" },
        { "torch archive", [(byte)'P', (byte)'K', 3, 4, .. new byte[100]], "this is a PyTorch archive" },
        { "page", Encoding.UTF8.GetBytes("<!DOCTYPE html><html><body>Sign in</body></html>"), "this is an HTML page" },
        { "page after a blank line", Encoding.UTF8.GetBytes("\uFEFF\r\n<html><body>Sign in</body></html>"), "this is an HTML page" },
        { "JSON error", Encoding.UTF8.GetBytes("""{"error": "Access to this model is restricted"}"""), "this is a JSON text" },
        { "LFS pointer", Encoding.UTF8.GetBytes("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"), "this is a Git LFS pointer" },
    };

    [Theory]
    [MemberData(nameof(Corpus))]
    public void Open_BrokenFile_SaysWhatIsWrongWithIt(string name, byte[] content, string problem)
    {
        var path = folder.PathOf($"{name}.safetensors");
        File.WriteAllBytes(path, content);
        AssertRefused(path, problem, () => Checkpoint.Open(path));
        AssertRefused(path, problem, () => ControlNetCheckpoint.Open(path));
        AssertRefused(path, problem, () => VaeCheckpoint.Open(path));
    }

    [Fact]
    public void Open_BrokenFile_IsNotLeftOpen()
    {
        var path = folder.PathOf("broken.safetensors");
        File.WriteAllBytes(path, SafetensorsBytes.Of(Entry("a", 4, 0, 8), new byte[6]));
        Assert.Throws<CheckpointException>(() => Checkpoint.Open(path));
        using var alone = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.True(alone.CanWrite);
    }

    public void Dispose() => folder.Dispose();

    internal static void AssertRefused(string path, string problem, Func<IDisposable> open)
    {
        var error = Assert.Throws<CheckpointException>(() =>
        {
            using var opened = open();
        });
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.StartsWith($"{error.Path}: ", error.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, error.Path, StringComparison.Ordinal);
    }

    private static string Pair(string name, int count, int begin, int end) => $$"""
        "{{name}}": {"dtype": "F16", "shape": [{{count}}], "data_offsets": [{{begin}}, {{end}}]}
        """;

    private static string Entry(string name, int count, int begin, int end) => Entries(Pair(name, count, begin, end));

    private static string Entries(params string[] pairs) => $$"""{{{string.Join(", ", pairs)}}}""";
}
