using System.Text.Json;
using SwiftDiffusion.Diffusion.Text;

namespace SwiftDiffusion.Diffusion.Tests.Text;

public sealed class ClipTokenizerTests
{
    private static readonly ClipTokenizer Clip = ClipTokenizer.OpenAi;

    // What transformers 5 gives for these texts with CLIP's own files.
    private static readonly List<(string Text, int[] Ids)> Published = ReadPublished();

    private static readonly string[] Texts = [.. Published.Select(entry => entry.Text)];

    public static TheoryData<int, string> PublishedTexts()
    {
        var data = new TheoryData<int, string>();
        foreach (var (index, (text, _)) in Published.Index())
        {
            data.Add(index, JsonSerializer.Serialize(text.Length > 40 ? text[..40] : text));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(PublishedTexts))]
    public void Encode_PublishedText_GivesPublishedIds(int index, string beginning)
    {
        var (text, ids) = Published[index];
        Assert.True(ids.SequenceEqual([Clip.BosId, .. Ids(text), Clip.EosId]), $"{beginning} gives {string.Join(' ', Ids(text))}");
    }

    [Fact]
    public void Published_Texts_AreAllRead() => Assert.Equal(70, Published.Count);

    [Fact]
    public void Encode_TwoTextsAndASpace_GivesTheTokensOfBoth()
    {
        foreach (var (first, second) in Texts.Zip(Texts.Skip(1)))
        {
            Assert.Equal([.. Ids(first), .. Ids(second)], Ids(first + " " + second));
        }
    }

    [Fact]
    public void Encode_AnyText_CoversItInOrder()
    {
        foreach (var text in Texts)
        {
            var end = 0;
            foreach (var token in Clip.Encode(text))
            {
                Assert.InRange(token.Start, 0, text.Length);
                Assert.InRange(token.End, token.Start + 1, text.Length);
                Assert.True(token.End >= end, "tokens go forward");
                Assert.True(token.Start >= end ? string.IsNullOrWhiteSpace(text[end..token.Start]) : true, "only white space is between tokens");
                end = token.End;
            }

            Assert.True(string.IsNullOrWhiteSpace(text[end..]));
        }
    }

    [Fact]
    public void Encode_CutAtAToken_GivesTheTokensBefore()
    {
        const string Text = "a lighthouse on a cliff, seagulls, 1girl at 4k";
        var tokens = Clip.Encode(Text);
        foreach (var (index, token) in tokens.Index().Where(entry => entry.Item.Start > 0 && Text[entry.Item.Start - 1] == ' '))
        {
            Assert.Equal(tokens.Take(index).Select(before => before.Id), Ids(Text[..token.Start]));
        }
    }

    [Fact]
    public void Decode_EncodedText_TokenizesToTheSame()
    {
        foreach (var text in Texts.Where(text => !text.Contains("<|", StringComparison.Ordinal)))
        {
            Assert.Equal(Ids(text), Ids(Clip.Decode(Ids(text))));
        }
    }

    [Fact]
    public void Decode_ForeignId_NamesIt()
    {
        var error = Assert.Throws<ArgumentException>(() => Clip.Decode([Clip.VocabularySize]));
        Assert.Contains("49408", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_LoneSurrogate_ReadsReplacementCharacter() => Assert.Equal(Ids("a \uFFFD b"), Ids("a \uD83D b"));

    [Fact]
    public void Encode_RandomText_GivesKnownIds()
    {
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(60)).Select(_ => (char)random.Next(i % 2 == 0 ? 0x250 : 0x10000))]);
            Assert.All(Clip.Encode(text), token => Assert.True(token.Id < Clip.VocabularySize && !token.IsUnknown));
        }
    }

    [Fact]
    public void OpenAiAndOpenClip_DifferInPaddingAlone()
    {
        var open = ClipTokenizer.OpenClip;
        Assert.Equal((Clip.BosId, Clip.EosId, Clip.VocabularySize, Clip.MaxLength), (open.BosId, open.EosId, open.VocabularySize, open.MaxLength));
        Assert.Equal((Clip.EosId, 0), (Clip.PadId, open.PadId));
        Assert.Equal("!", open.Decode([open.PadId]));
    }

    [Theory]
    [InlineData("a <house> b", 1)]
    [InlineData("a <HOUSE> b", 1)]
    [InlineData("(<house>:1.2),<house>!", 2)]
    [InlineData("a house b", 0)]
    public void Encode_ExtraName_StandsForItsIds(string text, int times)
    {
        var extra = new NamedTokens([new NamedToken("<house>", 50_000, Count: 2, IgnoreCase: true, WholeWord: true)]);
        var ids = Clip.Encode(text, extra).Select(token => token.Id).Where(id => id >= Clip.VocabularySize);
        Assert.Equal(Enumerable.Range(0, 2 * times).Select(i => 50_000 + (i % 2)), ids);
    }

    private static IEnumerable<int> Ids(string text) => Clip.Encode(text).Select(token => token.Id);

    private static List<(string Text, int[] Ids)> ReadPublished()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("tests/Diffusion.Tests/Text/tokens.json")));
        return [.. file.RootElement.EnumerateArray().Select(entry => (entry.GetProperty("text").GetString()!, entry.GetProperty("ids").Deserialize<int[]>()!))];
    }
}
