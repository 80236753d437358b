namespace SwiftDiffusion.Diffusion.Text;

/// <summary>Reads prompts for one text encoder.</summary>
/// <param name="tokenizer">The encoder's.</param>
/// <param name="length">Tokens of a chunk with its first and last, at least 3.</param>
/// <param name="words">Textual inversions that prompts may name.</param>
internal sealed class PromptReader(ClipTokenizer tokenizer, int length, LearnedWords words)
{
    /// <summary>Tokens of a text that a chunk of this length holds.</summary>
    public static int Capacity(int length) => length - 2;

    /// <summary>Reads a prompt as it stands, into one chunk.</summary>
    public ReadPrompt ReadPlain(string prompt)
    {
        var tokens = tokenizer.Encode(prompt, words.Names);
        var kept = tokens.Take(Capacity(length)).Select(token => (token.Id, 1f)).ToArray();
        var dropped = kept.Length < tokens.Count ? prompt[tokens[kept.Length].Start..].Trim() : "";
        return new ReadPrompt([TokenChunk.Of(tokenizer, length, kept)], dropped, Unknown(prompt, tokens));
    }

    /// <summary>Reads a prompt with weights, in as many chunks as it takes.</summary>
    /// <exception cref="FormatException">A weight is not a number, or too large.</exception>
    public ReadPrompt ReadWeighted(string prompt)
    {
        var chunks = new ChunkBuilder(tokenizer, length);
        var unknown = new List<string>();
        foreach (var fragment in PromptLanguage.Parse(prompt))
        {
            if (fragment.IsBreak)
            {
                chunks.Close();
                continue;
            }

            var tokens = tokenizer.Encode(fragment.Text, words.Names);
            unknown.AddRange(Unknown(fragment.Text, tokens));
            for (int i = 0, count; i < tokens.Count; i += count)
            {
                count = words.CountFrom(tokens[i].Id);
                chunks.Add(tokens[i].Id, count, (float)fragment.Weight);
            }
        }

        return new ReadPrompt(chunks.Finish(), Dropped: "", unknown);
    }

    /// <summary>The same prompt with chunks of no text at its end.</summary>
    /// <param name="chunks">As many at least.</param>
    /// <param name="count">How many there shall be.</param>
    public IReadOnlyList<TokenChunk> Extend(IReadOnlyList<TokenChunk> chunks, int count) =>
        [.. chunks, .. Enumerable.Repeat(TokenChunk.Of(tokenizer, length, []), Math.Max(0, count - chunks.Count))];

    private static IReadOnlyList<string> Unknown(string text, IEnumerable<TextToken> tokens) =>
        [.. tokens.Where(token => token.IsUnknown).Select(token => text.Substring(token.Start, token.Length))];
}

/// <summary>A prompt as a text encoder takes it in.</summary>
/// <param name="Chunks">At least one.</param>
/// <param name="Dropped">The text that didn't fit; empty where all did.</param>
/// <param name="Unknown">Pieces of text for which the vocabulary has no symbol.</param>
internal sealed record ReadPrompt(IReadOnlyList<TokenChunk> Chunks, string Dropped, IReadOnlyList<string> Unknown);
