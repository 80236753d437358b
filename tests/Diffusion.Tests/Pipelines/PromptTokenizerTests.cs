using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Diffusion.Tests.Text;
using SwiftDiffusion.Diffusion.Text;

namespace SwiftDiffusion.Diffusion.Tests.Pipelines;

public sealed class PromptTokenizerTests(TinySdxl sdxl) : IClassFixture<TinySdxl>, IDisposable
{
    private static readonly string Long = string.Join(", ", Enumerable.Repeat("a red boat at sea", 40));

    private readonly TemporaryFolder folder = new();
    private readonly ModelParts model = sdxl.Model;

    public static TheoryData<string, string, PaintRequest> Broken => new()
    {
        { "Prompt", "the weight '1..2' is not a number", new PaintRequest { Prompt = "(a:1..2)", PromptSyntax = PromptSyntax.A1111 } },
        { "NegativePrompt2", "the weight 5000 is not from", new PaintRequest { Prompt = "a", NegativePrompt2 = "(a:5000)", PromptSyntax = PromptSyntax.A1111 } },
        { "Embeddings", "the word '' is not", new PaintRequest { Prompt = "a", Embeddings = [new EmbeddingUse("", "x")] } },
        { "Embeddings", "the word 'a b' is not", new PaintRequest { Prompt = "a", Embeddings = [new EmbeddingUse("a b", "x")] } },
    };

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Tokenize_PromptsOfDifferentLengths_GetAsManyChunks()
    {
        var prompts = Tokenize(new PaintRequest { Prompt = "a boat", Prompt2 = Long, NegativePrompt = $"{Long} BREAK {Long}", PromptSyntax = PromptSyntax.A1111 });
        var counts = prompts.Prompt.Chunks.Concat(prompts.NegativePrompt!.Chunks).Select(chunks => chunks.Count).ToArray();
        Assert.Equal(4, counts.Length);
        Assert.Equal(prompts.NegativePrompt.Chunks[0].Count, Assert.Single(counts.Distinct()));
        Assert.True(counts[0] > 4);
    }

    [Fact]
    public void Tokenize_OnePromptForBothEncoders_IsPaddedAsEachWasTrained()
    {
        var chunks = Tokenize(new PaintRequest { Prompt = "a boat" }).Prompt.Chunks;
        Assert.Equal(model.Tokenizers.Select(tokenizer => tokenizer.PadId), chunks.Select(encoder => encoder[0].Ids[^1]));
        Assert.Equal(chunks[0][0].Ids[..3], chunks[1][0].Ids[..3]);
    }

    [Fact]
    public void Tokenize_SecondPrompt_GoesToTheSecondEncoder()
    {
        var both = Tokenize(new PaintRequest { Prompt = "a boat", Prompt2 = "a house" }).Prompt.Chunks;
        Assert.Equal(Tokenize(new PaintRequest { Prompt = "a boat" }).Prompt.Chunks[0][0].Ids, both[0][0].Ids);
        Assert.Equal(Tokenize(new PaintRequest { Prompt = "a house" }).Prompt.Chunks[1][0].Ids, both[1][0].Ids);
    }

    [Fact]
    public void Tokenize_Embedding_GivesEachEncoderItsVectors()
    {
        var prompts = Tokenize(new PaintRequest { Prompt = "a <postcard>", Embeddings = [new EmbeddingUse("<postcard>", WriteEmbedding(count: 2))] });
        foreach (var (e, encoder) in model.Checkpoint.TextEncoders.Index())
        {
            var size = encoder.Config.VocabSize;
            Assert.Equal([size, size + 1], prompts.Prompt.Chunks[e][0].Ids.Where(id => id >= size));
            Assert.Equal([encoder.Config.HiddenSize, encoder.Config.HiddenSize], prompts.Prompt.Learned[e].Select(vector => vector.Length));
        }

        Assert.Empty(prompts.Warnings);
        Assert.Equal(prompts.Prompt.Learned, prompts.NegativePrompt!.Learned);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void Tokenize_BrokenRequest_NamesTheField(string field, string problem, PaintRequest request)
    {
        var error = Assert.Throws<InvalidRequestException>(() => Tokenize(request));
        Assert.Equal(field, error.Field);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokenize_WordThereTwice_IsRefused()
    {
        var path = WriteEmbedding(count: 1);
        var request = new PaintRequest { Prompt = "a", Embeddings = [new EmbeddingUse("ink", path), new EmbeddingUse("INK", path)] };
        var error = Assert.Throws<InvalidRequestException>(() => Tokenize(request));
        Assert.Contains("'INK' is there twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokenize_EmbeddingOfAnotherModel_NamesFileAndWidths()
    {
        var path = folder.WriteTensors("sd15.safetensors", ("emb_params", [1, 768], 0));
        var error = Assert.Throws<CheckpointException>(() => Tokenize(new PaintRequest { Prompt = "a", Embeddings = [new EmbeddingUse("ink", path)] }));
        Assert.Equal($"{path}: the textual inversion is 768 wide, the model's text encoder 32 and 40; allowed is the same.", error.Message);
    }

    [Fact]
    public void Tokenize_EmbeddingLongerThanAChunk_IsRefused()
    {
        var path = WriteEmbedding(count: 76);
        var error = Assert.Throws<CheckpointException>(() => Tokenize(new PaintRequest { Prompt = "a", Embeddings = [new EmbeddingUse("ink", path)] }));
        Assert.Contains("has 76 vectors; the model's text encoder takes 75", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokenize_WhatIsLost_IsToldOnceASentence()
    {
        var full = string.Concat(Enumerable.Repeat("red ", 75));
        var request = new PaintRequest { Prompt = $"{full}blue sea", NegativePrompt = "a <lora:ink:1>", Embeddings = [new EmbeddingUse("<ink>", WriteEmbedding(1))] };
        Assert.Equal(
            [
                "Prompt: the text encoder takes 75 tokens; this was left out: 'blue sea'.",
                "NegativePrompt: '<lora:ink:1>' is none of the request's embeddings, so it is read as text.",
                "Embeddings: no prompt has the word '<ink>' where a text encoder reads it.",
            ],
            Tokenize(request).Warnings);
    }

    [Fact]
    public void Tokenize_WordInOneOfThePrompts_IsNotMissing() =>
        Assert.Empty(Tokenize(new PaintRequest { Prompt = "a", NegativePrompt2 = "an INK", Embeddings = [new EmbeddingUse("ink", WriteEmbedding(1))] }).Warnings);

    [Fact]
    public void Encode_Embedding_ChangesTheEncodingAndWeightsChangeItMore()
    {
        var embeddings = new[] { new EmbeddingUse("ink", WriteEmbedding(1)) };
        var encodings = new[]
        {
            Encode(new PaintRequest { Prompt = "an ink boat" }),
            Encode(new PaintRequest { Prompt = "an ink boat", Embeddings = embeddings }),
            Encode(new PaintRequest { Prompt = "an (ink:1.5) boat", Embeddings = embeddings, PromptSyntax = PromptSyntax.A1111 }),
        };
        Assert.Equal(3, encodings.DistinctBy(encoding => encoding.Context.Sum()).Count());
        Assert.All(encodings, encoding => Assert.Equal((77, 77 * model.PromptEncoder.Width), (encoding.Tokens, encoding.Context.Length)));
    }

    [Fact]
    public void Encode_Chunks_AreEachEncodedByThemselves()
    {
        var whole = Encode(new PaintRequest { Prompt = "a red house BREAK a (blue:1.3) boat", PromptSyntax = PromptSyntax.A1111 });
        var first = Encode(new PaintRequest { Prompt = "a red house", PromptSyntax = PromptSyntax.A1111 });
        var second = Encode(new PaintRequest { Prompt = "a (blue:1.3) boat", PromptSyntax = PromptSyntax.A1111 });
        Assert.Equal([.. first.Context, .. second.Context], whole.Context);
        Assert.Equal(first.Pooled, whole.Pooled);
        Assert.Equal(154, whole.Tokens);
    }

    [Fact]
    public void Encode_ChunksShorterThanTheEncoder_GiveTheFirstPositions()
    {
        var whole = Tokenize(new PaintRequest { Prompt = "a red house" }).Prompt;
        var cut = whole with { Chunks = [.. whole.Chunks.Select(chunks => new[] { new TokenChunk(chunks[0].Ids[..12], chunks[0].Weights[..12]) })] };
        var (expected, actual) = (model.PromptEncoder.Encode(whole, 0, TestContext.Current.CancellationToken), model.PromptEncoder.Encode(cut, 0, TestContext.Current.CancellationToken));
        Assert.Equal(expected.Context[..actual.Context.Length], actual.Context);
        Assert.Equal(expected.Pooled, actual.Pooled);
        Assert.Equal(12, actual.Tokens);
    }

    private TokenizedPrompts Tokenize(PaintRequest request) => PromptTokenizer.Tokenize(model, request, withNegative: true);

    private EncodedPrompt Encode(PaintRequest request) => model.PromptEncoder.Encode(Tokenize(request).Prompt, clipSkip: 0, TestContext.Current.CancellationToken);

    private string WriteEmbedding(int count)
    {
        var widths = model.Checkpoint.TextEncoders.Select(encoder => (long)encoder.Config.HiddenSize).ToArray();
        return folder.WriteTensors("ink.safetensors", ("clip_l", [count, widths[0]], 0.1f), ("clip_g", [count, widths[1]], 0.2f));
    }
}
