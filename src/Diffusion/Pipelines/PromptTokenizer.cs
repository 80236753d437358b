using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Text;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>Turns the texts of one request into tokens, for every text encoder of a model.</summary>
internal sealed class PromptTokenizer
{
    private readonly PaintRequest request;
    private readonly int length;
    private readonly IReadOnlyList<LearnedWords> words;
    private readonly IReadOnlyList<PromptReader> readers;
    private readonly PromptWarnings warnings;

    private PromptTokenizer(ModelParts model, PaintRequest request)
    {
        this.request = request;
        var configs = model.Checkpoint.TextEncoders.Select(encoder => encoder.Config).ToArray();
        // Encoders' outputs stand side by side, so their chunks are of one length.
        length = configs.Zip(model.Tokenizers, (config, tokenizer) => Math.Min(config.MaxPositions, tokenizer.MaxLength)).Min();
        words = EmbeddingWords.Load(request.Embeddings, configs, PromptReader.Capacity(length));
        readers = [.. model.Tokenizers.Zip(words, (tokenizer, learned) => new PromptReader(tokenizer, length, learned))];
        warnings = new PromptWarnings(request.Embeddings);
    }

    /// <summary>Tokenizes.</summary>
    /// <param name="model">The model that will paint.</param>
    /// <param name="request">Its prompts and textual inversions.</param>
    /// <param name="withNegative">Whether there is a negative prompt, be it an empty one.</param>
    /// <exception cref="InvalidRequestException">A prompt breaks the rules of its syntax, or a word cannot stand for an embedding.</exception>
    /// <exception cref="CheckpointException">A textual inversion cannot be used with this model.</exception>
    public static TokenizedPrompts Tokenize(ModelParts model, PaintRequest request, bool withNegative) => new PromptTokenizer(model, request).Tokenize(withNegative);

    private TokenizedPrompts Tokenize(bool withNegative)
    {
        var positive = Read(nameof(request.Prompt), request.Prompt, nameof(request.Prompt2), request.Prompt2);
        var negative = withNegative ? Read(nameof(request.NegativePrompt), request.NegativePrompt ?? "", nameof(request.NegativePrompt2), request.NegativePrompt2) : null;
        var chunks = positive.Concat(negative ?? []).Max(prompt => prompt.Chunks.Count);
        warnings.AddUnused(words.Select((learned, e) => learned.Missing([.. positive[e].Chunks, .. negative?[e].Chunks ?? []])));
        return new TokenizedPrompts(Extend(positive, chunks), negative is null ? null : Extend(negative, chunks), warnings.Sentences);
    }

    /// <summary>Reads a text for the first encoder, and the same or another for the others.</summary>
    private ReadPrompt[] Read(string field, string text, string otherField, string? otherText) =>
        [.. readers.Select((reader, e) => e == 0 || otherText is null ? Read(reader, field, text) : Read(reader, otherField, otherText))];

    private ReadPrompt Read(PromptReader reader, string field, string text)
    {
        try
        {
            var prompt = request.PromptSyntax == PromptSyntax.A1111 ? reader.ReadWeighted(text) : reader.ReadPlain(text);
            warnings.Add(field, text, prompt, PromptReader.Capacity(length));
            return prompt;
        }
        catch (FormatException e)
        {
            throw new InvalidRequestException(field, e.Message);
        }
    }

    /// <summary>All prompts of a request get as many chunks as the longest has, so that they can be guided between.</summary>
    private TokenizedPrompt Extend(IReadOnlyList<ReadPrompt> prompts, int chunks) =>
        new([.. readers.Zip(prompts, (reader, prompt) => reader.Extend(prompt.Chunks, chunks))], [.. words.Select(learned => learned.Vectors)]);
}

/// <summary>The prompts of a request as tokens, all of as many chunks.</summary>
/// <param name="Prompt">What the picture shows.</param>
/// <param name="NegativePrompt">What it must not show; null where the model was trained without any text for it.</param>
/// <param name="Warnings">Sentences for a person: text that was dropped, words that mean nothing.</param>
internal sealed record TokenizedPrompts(TokenizedPrompt Prompt, TokenizedPrompt? NegativePrompt, IReadOnlyList<string> Warnings);
