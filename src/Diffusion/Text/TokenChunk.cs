namespace SwiftDiffusion.Diffusion.Text;

/// <summary>As many tokens as a text encoder takes at a time, with the weight of each in the embedding.</summary>
/// <param name="Ids">Beginning of text, up to 75 tokens, end of text, padding. Ids from the encoder's vocabulary size on stand for learned embeddings.</param>
/// <param name="Weights">1 leaves a token's embedding as it is.</param>
internal sealed record TokenChunk(int[] Ids, float[] Weights)
{
    /// <summary>A chunk of given tokens.</summary>
    /// <param name="tokenizer">Knows what begins, ends and fills up a chunk; their weight is 1.</param>
    /// <param name="length">Of the chunk; at least two more than there are tokens.</param>
    /// <param name="tokens">Ids and their weights.</param>
    public static TokenChunk Of(ClipTokenizer tokenizer, int length, IReadOnlyList<(int Id, float Weight)> tokens)
    {
        var (ids, weights) = (new int[length], new float[length]);
        ids.AsSpan().Fill(tokenizer.PadId);
        weights.AsSpan().Fill(1);
        ids[0] = tokenizer.BosId;
        for (var i = 0; i < tokens.Count; i++)
        {
            (ids[i + 1], weights[i + 1]) = tokens[i];
        }

        ids[tokens.Count + 1] = tokenizer.EosId;
        return new TokenChunk(ids, weights);
    }
}
