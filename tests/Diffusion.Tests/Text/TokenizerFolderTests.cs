using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Text;

namespace SwiftDiffusion.Diffusion.Tests.Text;

/// <summary>Tokenizer folders: a small valid one, and what is wrong with it said in one sentence that names the file.</summary>
public sealed class TokenizerFolderTests : IDisposable
{
    private const string Config = """{"model_max_length": 16, "pad_token": "!"}""";
    private const string Merges = "#version: 0.2\nc a\nca t</w>\n";

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, string, string> Broken => new()
    {
        { "vocab.json", """{"a": 0, "b": """, "cannot be read as JSON" },
        { "vocab.json", "", "cannot be read as JSON" },
        { "vocab.json", """["a", "b"]""", "is a JSON Array; expected is an object" },
        { "vocab.json", "{}", "the vocabulary is empty" },
        { "vocab.json", """{"a": "0"}""", "the id of 'a' is \"0\"; allowed are 0 to" },
        { "vocab.json", """{"a": -1}""", "the id of 'a' is -1; allowed are 0 to" },
        { "vocab.json", """{"a": 1.5}""", "the id of 'a' is 1.5; allowed are 0 to" },
        { "vocab.json", """{"a": 2000000000}""", "the id of 'a' is 2000000000; allowed are 0 to" },
        { "vocab.json", """{"c": 0, "a": 1}""", "the merge 'c a' needs the token 'ca', which the vocabulary lacks" },
        { "merges.txt", "#version: 0.2\nc a\nca t</w> x\n", "line 3 is 'ca t</w> x'; allowed are two tokens" },
        { "merges.txt", "#version: 0.2\nca\n", "line 2 is 'ca'; allowed are two tokens" },
        { "merges.txt", "d o\n", "the merge 'd o' needs the token 'do', which the vocabulary lacks" },
        { "tokenizer_config.json", "{}", "of unknown length; tokenizer_config.json needs a model_max_length" },
        { "tokenizer_config.json", """{"model_max_length": 2}""", "prompts would be 2" },
        { "tokenizer_config.json", """{"model_max_length": "77"}""", "'model_max_length' is \"77\"; expected is a positive number" },
        { "tokenizer_config.json", """{"model_max_length": 1000000000000000019884624838656}""", "of unknown length" },
        { "tokenizer_config.json", """{"model_max_length": 16, "pad_token": "<pad>"}""", "the pad token '<pad>' is not in the vocabulary" },
        { "tokenizer_config.json", """{"model_max_length": 16, "pad_token": 3}""", "'pad_token' is not a valid string" },
        { "tokenizer_config.json", """{"model_max_length": 16, "added_tokens_decoder": {"x": {"content": "y"}}}""", "'added_tokens_decoder' has the id 'x'" },
        { "added_tokens.json", """{"<house>": true}""", "the id of '<house>' is true; allowed are 0 to" },
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Broken))]
    public void OpenFolder_BrokenFile_SaysWhatIsWrong(string file, string content, string problem)
    {
        WriteValid();
        folder.Write(file, content);
        var error = Assert.Throws<CheckpointException>(() => ClipTokenizer.OpenFolder(folder.Path));
        Assert.StartsWith(folder.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vocab.json")]
    [InlineData("merges.txt")]
    public void OpenFolder_MissingFile_NamesIt(string file)
    {
        WriteValid();
        File.Delete(Path.Combine(folder.Path, file));
        Assert.Contains(file, Assert.Throws<CheckpointException>(() => ClipTokenizer.OpenFolder(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenFolder_NoFolder_SaysSo()
    {
        var error = Assert.Throws<CheckpointException>(() => ClipTokenizer.OpenFolder(Path.Combine(folder.Path, "tokenizer_3")));
        Assert.Contains("tokenizer_3: there is no such tokenizer folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenFolder_TruncatedAnywhere_IsACheckpointException()
    {
        WriteValid();
        var whole = File.ReadAllText(Path.Combine(folder.Path, "vocab.json"));
        for (var length = 0; length < whole.Length; length += 97)
        {
            folder.Write("vocab.json", whole[..length]);
            Assert.Throws<CheckpointException>(() => ClipTokenizer.OpenFolder(folder.Path));
        }
    }

    [Fact]
    public void OpenFolder_Valid_MergesAsItsFilesSay()
    {
        WriteValid();
        var tokenizer = ClipTokenizer.OpenFolder(folder.Path);
        var ids = Vocabulary();
        Assert.Equal((16, ids["!"], ids["<|startoftext|>"], ids["<|endoftext|>"]), (tokenizer.MaxLength, tokenizer.PadId, tokenizer.BosId, tokenizer.EosId));
        Assert.Equal([ids["cat</w>"], ids["ca"], ids["r</w>"]], tokenizer.Encode("Cat car").Select(token => token.Id));
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(77, 16)]
    public void OpenFolder_WithPositions_TakesTheSmallerLength(int positions, int expected)
    {
        WriteValid();
        Assert.Equal(expected, ClipTokenizer.OpenFolder(folder.Path, positions).MaxLength);
    }

    [Fact]
    public void OpenFolder_WithTokenizerJsonAlone_ReadsTheSame()
    {
        WriteValid();
        var expected = ClipTokenizer.OpenFolder(folder.Path).Encode("a cat, a car").Select(token => token.Id).ToArray();
        File.Delete(Path.Combine(folder.Path, "vocab.json"));
        File.Delete(Path.Combine(folder.Path, "merges.txt"));
        folder.Write("tokenizer.json", $$$"""{"model": {"vocab": {{{JsonSerializer.Serialize(Vocabulary())}}}, "merges": ["c a", ["ca", "t</w>"]]}}""");
        Assert.Equal(expected, ClipTokenizer.OpenFolder(folder.Path).Encode("a cat, a car").Select(token => token.Id));
    }

    [Fact]
    public void Encode_ByteThatTheVocabularyLacks_IsUnknown()
    {
        WriteValid();
        var vocabulary = Vocabulary();
        vocabulary.Remove("z</w>");
        folder.Write("vocab.json", JsonSerializer.Serialize(vocabulary));
        var token = Assert.Single(ClipTokenizer.OpenFolder(folder.Path).Encode("z"));
        Assert.Equal((vocabulary["<|endoftext|>"], true), (token.Id, token.IsUnknown));
    }

    private void WriteValid()
    {
        folder.Write("vocab.json", JsonSerializer.Serialize(Vocabulary()));
        folder.Write("merges.txt", Merges);
        folder.Write("tokenizer_config.json", Config);
    }

    private static Dictionary<string, int> Vocabulary()
    {
        var symbols = ByteSymbols.InTableOrder.Select(symbol => symbol.ToString()).ToArray();
        string[] tokens = [.. symbols, .. symbols.Select(symbol => symbol + "</w>"), "ca", "cat</w>", "<|startoftext|>", "<|endoftext|>"];
        return tokens.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
    }
}
