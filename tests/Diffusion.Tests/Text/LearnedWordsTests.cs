using SwiftDiffusion.Diffusion.Text;

namespace SwiftDiffusion.Diffusion.Tests.Text;

public sealed class LearnedWordsTests
{
    private const int First = 60_000;

    private static readonly LearnedWords Words = new(First, [("ink", Vectors(1)), ("ink-wash", Vectors(2)), ("<postcard>", Vectors(3))]);
    private static readonly PromptReader Reader = new(ClipTokenizer.OpenAi, 77, Words);

    [Theory]
    [InlineData("ink", First)]
    [InlineData("INK, paper", First)]
    [InlineData("an ink-wash boat", First + 1, First + 2)]
    [InlineData("ink ink-wash", First, First + 1, First + 2)]
    [InlineData("pink inks")]
    [InlineData("in k")]
    [InlineData("a <postcard>, old", First + 3, First + 4, First + 5)]
    [InlineData("<<postcard>>", First + 3, First + 4, First + 5)]
    [InlineData("a<postcard>b", First + 3, First + 4, First + 5)]
    [InlineData("postcard")]
    public void Read_Words_StandForTheirVectors(string prompt, params int[] ids)
    {
        Assert.Equal(ids, LearnedIds(Reader.ReadPlain(prompt)));
        Assert.Equal(ids, LearnedIds(Reader.ReadWeighted(prompt)));
    }

    [Fact]
    public void ReadWeighted_WordInBrackets_WeighsEveryVector()
    {
        var chunk = Assert.Single(Reader.ReadWeighted("a (<postcard>:1.4) of [ink]").Chunks);
        Assert.Equal([1, 1, 1.4f, 1.4f, 1.4f, 1, (float)(1 / 1.1), 1], chunk.Weights.Take(8));
        Assert.Equal([First + 3, First + 4, First + 5], chunk.Ids[2..5]);
    }

    [Fact]
    public void ReadWeighted_WordAtTheEndOfAChunk_StaysWhole()
    {
        var before = string.Join(' ', Enumerable.Repeat("red", 73));
        var chunks = Reader.ReadWeighted($"{before} <postcard>").Chunks;
        Assert.Equal(2, chunks.Count);
        Assert.Equal([First + 3, First + 4, First + 5], chunks[1].Ids[1..4]);
        Assert.Equal(1 + 73, chunks[0].Ids.IndexOf(ClipTokenizer.OpenAi.EosId));
    }

    [Fact]
    public void ReadWeighted_WordAfterACommaThatMoves_StaysWhole()
    {
        var before = string.Join(' ', Enumerable.Repeat("red", 70));
        var chunks = Reader.ReadWeighted($"{before}, <postcard> blue green").Chunks;
        Assert.Equal([71, 5], chunks.Select(chunk => chunk.Ids.IndexOf(ClipTokenizer.OpenAi.EosId) - 1));
        Assert.Equal([First + 3, First + 4, First + 5], chunks[1].Ids[1..4]);
    }

    [Fact]
    public void Vectors_OfAllWords_FollowTheirIds()
    {
        Assert.Equal(6, Words.Vectors.Count);
        Assert.Equal(2, Words.CountFrom(First + 1));
        Assert.Equal(1, Words.CountFrom(320));
    }

    [Fact]
    public void Missing_Chunks_NamesWordsThatNoneHolds() => Assert.Equal(["ink-wash", "<postcard>"], Words.Missing(Reader.ReadPlain("ink").Chunks));

    private static IEnumerable<int> LearnedIds(ReadPrompt prompt) => prompt.Chunks.SelectMany(chunk => chunk.Ids).Where(id => id >= First);

    private static float[][] Vectors(int count) => [.. Enumerable.Range(0, count).Select(_ => new float[4])];
}
