namespace SwiftDiffusion.Diffusion.Text;

/// <summary>As many tokens as a text encoder takes at a time, with the weight of each in the embedding.</summary>
/// <param name="Ids">Beginning of text, up to 75 tokens, end of text, padding. Ids from the vocabulary's size on stand for learned embeddings.</param>
/// <param name="Weights">1 leaves a token's embedding as it is.</param>
internal sealed record TokenChunk(int[] Ids, float[] Weights)
{
    /// <summary>A text as one chunk; what doesn't fit is left out.</summary>
    public static TokenChunk Plain(ClipTokenizer tokenizer, string text)
    {
        var ids = Enumerable.Repeat(tokenizer.PadId, tokenizer.MaxLength).ToArray();
        var words = tokenizer.Encode(text).Select(token => token.Id).Take(tokenizer.MaxLength - 2).ToArray();
        ids[0] = tokenizer.BosId;
        words.CopyTo(ids, 1);
        ids[words.Length + 1] = tokenizer.EosId;
        return new TokenChunk(ids, [.. Enumerable.Repeat(1f, ids.Length)]);
    }
}
