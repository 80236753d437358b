using SwiftDiffusion.Diffusion.Text;

namespace SwiftDiffusion.Diffusion.Tests.Text;

public sealed class PromptReaderTests
{
    private static readonly ClipTokenizer Clip = ClipTokenizer.OpenAi;
    private static readonly LearnedWords NoWords = new(Clip.VocabularySize, []);
    private static readonly PromptReader Reader = new(Clip, Clip.MaxLength, NoWords);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(75, 1)]
    [InlineData(76, 2)]
    [InlineData(150, 2)]
    [InlineData(151, 3)]
    public void ReadWeighted_Words_FillChunksOf75(int words, int chunks)
    {
        var prompt = Reader.ReadWeighted(Words(words));
        Assert.Equal(chunks, prompt.Chunks.Count);
        Assert.Equal(words, prompt.Chunks.Sum(Used));
        Assert.All(prompt.Chunks, AssertFramed);
    }

    [Theory]
    [InlineData(55, 56, "the comma is 20 tokens back")]
    [InlineData(54, 75, "21 tokens are too far")]
    [InlineData(74, 75, "the comma fills the chunk")]
    [InlineData(75, 75, "the comma itself goes to the next")]
    public void ReadWeighted_CommaNearTheEnd_ClosesTheChunk(int before, int firstChunk, string because)
    {
        var chunks = Reader.ReadWeighted($"{Words(before)}, {Words(40)}").Chunks;
        Assert.True(firstChunk == Used(chunks[0]), $"{because}: {Used(chunks[0])} tokens");
        Assert.Equal(before + 41, chunks.Sum(Used));
    }

    [Fact]
    public void ReadWeighted_MovedTokens_KeepTheirWeights()
    {
        var chunks = Reader.ReadWeighted($"{Words(60)}, {Words(10)} (boat:1.5) {Words(10)}").Chunks;
        Assert.Equal(61, Used(chunks[0]));
        Assert.DoesNotContain(1.5f, chunks[0].Weights);
        Assert.Equal(11, chunks[1].Weights.IndexOf(1.5f));
    }

    [Theory]
    [InlineData("red house BREAK blue boat", 2, 2)]
    [InlineData("red BREAK", 1)]
    [InlineData("BREAK red", 0, 1)]
    [InlineData("red BREAK BREAK blue", 1, 0, 1)]
    [InlineData("(red BREAK blue:1.2) boat", 1, 2)]
    [InlineData("", 0)]
    public void ReadWeighted_Break_ClosesTheChunk(string prompt, params int[] used) => Assert.Equal(used, Reader.ReadWeighted(prompt).Chunks.Select(Used));

    [Fact]
    public void ReadWeighted_WeightedWord_WeighsItsTokensAlone()
    {
        var chunk = Assert.Single(Reader.ReadWeighted("a (supercalifragilistic:1.3) [boat]").Chunks);
        var tokens = Clip.Encode("supercalifragilistic").Count;
        Assert.Equal([1, 1, .. Enumerable.Repeat(1.3f, tokens), (float)(1 / 1.1), .. Enumerable.Repeat(1f, 77 - tokens - 3)], chunk.Weights);
    }

    [Fact]
    public void ReadPlain_Brackets_AreText()
    {
        var prompt = Reader.ReadPlain("a (red:1.3) BREAK");
        Assert.Equal([Clip.BosId, .. Clip.Encode("a (red:1.3) BREAK").Select(token => token.Id), Clip.EosId], Assert.Single(prompt.Chunks).Ids.Take(Used(prompt.Chunks[0]) + 2));
        Assert.Equal(("", 0), (prompt.Dropped, prompt.Unknown.Count));
        Assert.DoesNotContain(prompt.Chunks[0].Weights, weight => weight != 1);
    }

    [Theory]
    [InlineData(75, "")]
    [InlineData(76, "red")]
    [InlineData(78, "red red red")]
    public void ReadPlain_TooLong_ReportsTheRestAsText(int words, string dropped)
    {
        var prompt = Reader.ReadPlain(Words(words) + " ");
        Assert.Equal(dropped, prompt.Dropped);
        Assert.Equal(75, Used(Assert.Single(prompt.Chunks)));
        AssertFramed(prompt.Chunks[0]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    public void Read_ShorterChunks_HoldTwoTokensLess(int length)
    {
        var reader = new PromptReader(Clip, length, NoWords);
        var weighted = reader.ReadWeighted(Words(50)).Chunks;
        Assert.All([.. weighted, .. reader.ReadPlain(Words(50)).Chunks], chunk => Assert.Equal((length, length), (chunk.Ids.Length, chunk.Weights.Length)));
        Assert.Equal((50 + length - 3) / (length - 2), weighted.Count);
    }

    [Fact]
    public void ReadWeighted_OtherPadding_ComesAfterTheEndAlone()
    {
        var open = ClipTokenizer.OpenClip;
        var ids = Assert.Single(new PromptReader(open, 77, NoWords).ReadWeighted("boat").Chunks).Ids;
        Assert.Equal([open.BosId, .. open.Encode("boat").Select(token => token.Id), open.EosId, .. Enumerable.Repeat(open.PadId, 74)], ids);
    }

    [Fact]
    public void Extend_FewerChunks_AddsChunksOfNoText()
    {
        var chunks = Reader.Extend(Reader.ReadWeighted("red").Chunks, 3);
        Assert.Equal([1, 0, 0], chunks.Select(Used));
        Assert.Equal(Reader.ReadWeighted("").Chunks[0].Ids, chunks[2].Ids);
        Assert.Equal(3, Reader.Extend(chunks, 1).Count);
    }

    private static string Words(int count) => string.Join(' ', Enumerable.Repeat("red", count));

    private static int Used(TokenChunk chunk) => chunk.Ids.IndexOf(Clip.EosId) - 1;

    private static void AssertFramed(TokenChunk chunk)
    {
        Assert.Equal((Clip.MaxLength, Clip.MaxLength, Clip.BosId), (chunk.Ids.Length, chunk.Weights.Length, chunk.Ids[0]));
        Assert.All(chunk.Ids[(Used(chunk) + 1)..], id => Assert.Equal(Clip.EosId, id));
    }
}
