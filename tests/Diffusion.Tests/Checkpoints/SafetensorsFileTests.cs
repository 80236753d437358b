using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Tests.Checkpoints;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("F32", new byte[] { 0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0 }, 1.5f, -2f)]
    [InlineData("F16", new byte[] { 0, 0x3E, 0, 0xC0 }, 1.5f, -2f)]
    [InlineData("BF16", new byte[] { 0xC0, 0x3F, 0, 0xC0 }, 1.5f, -2f)]
    [InlineData("F64", new byte[] { 0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0 }, 1.5f, -2f)]
    [InlineData("I64", new byte[] { 3, 0, 0, 0, 0, 0, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, 3f, -2f)]
    [InlineData("I8", new byte[] { 3, 0xFE }, 3f, -2f)]
    [InlineData("U8", new byte[] { 3, 254 }, 3f, 254f)]
    public void ReadFloats_AnyType_GivesItsValues(string type, byte[] data, float first, float second)
    {
        var path = folder.PathOf("values.safetensors");
        var header = $$"""
            {"__metadata__": {"format": "pt"}, "a": {"dtype": "{{type}}", "shape": [2], "data_offsets": [0, {{data.Length}}] } }
            """;
        File.WriteAllBytes(path, SafetensorsBytes.Of(header, data));
        using var file = SafetensorsFile.Open(path);
        Assert.Equal([first, second], file.ReadFloats("a"));
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal(data, file.ReadBytes("a"));
    }

    [Fact]
    public void ReadFloats_AfterDispose_Throws()
    {
        var file = SafetensorsFile.Open(Repository.PathOf("tests/goldens/embeddings/sd15-tiny-two-vectors.safetensors"));
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.ReadFloats("emb_params"));
    }

    [Theory]
    [InlineData("F32", 4)]
    [InlineData("F16", 2)]
    public void ReadFloats_FileCutShortSinceItWasOpened_NamesTheFile(string type, int size)
    {
        var path = folder.PathOf("cut.safetensors");
        File.WriteAllBytes(path, SafetensorsBytes.Of($$$"""{"a": {"dtype": "{{{type}}}", "shape": [200000], "data_offsets": [0, {{{200_000 * size}}}]}}""", new byte[200_000 * size]));
        using var file = SafetensorsFile.Open(path);
        using (var other = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            other.SetLength(100_000);
        }

        var error = Assert.Throws<CheckpointException>(() => file.ReadFloats("a"));
        Assert.Equal(path, error.Path);
        Assert.Contains("the file ends at byte 100000", error.Message, StringComparison.Ordinal);
        Assert.Throws<CheckpointException>(() => file.ReadBytes("a"));
    }

    [Fact]
    public void ReadFloats_AbsentTensor_IsNamed()
    {
        using var file = SafetensorsFile.Open(Repository.PathOf("tests/goldens/embeddings/sd15-tiny-two-vectors.safetensors"));
        Assert.Contains("tensor 'absent' is missing", Assert.Throws<CheckpointException>(() => file.ReadFloats("absent")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_Folder_SaysSo() =>
        Assert.Contains("this is a folder, not a file", Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(folder.Path)).Message, StringComparison.Ordinal);

    public void Dispose() => folder.Dispose();
}
