namespace SwiftDiffusion.Diffusion.Text;

/// <summary>Words that stand for learned vectors at one text encoder, and the ids that stand for the vectors.</summary>
internal sealed class LearnedWords
{
    private readonly Dictionary<int, NamedToken> byFirstId = [];

    /// <summary>Numbers the vectors in the order given.</summary>
    /// <param name="firstId">The first id that the encoder's own vocabulary doesn't use.</param>
    /// <param name="words">Each word, at least one character, and its vectors, at least one.</param>
    public LearnedWords(int firstId, IEnumerable<(string Word, IReadOnlyList<float[]> Vectors)> words)
    {
        var all = new List<float[]>();
        foreach (var (word, vectors) in words)
        {
            byFirstId.Add(firstId + all.Count, new NamedToken(word, firstId + all.Count, vectors.Count, IgnoreCase: true, WholeWord: true));
            all.AddRange(vectors);
        }

        Vectors = all;
        Names = byFirstId.Count > 0 ? new NamedTokens(byFirstId.Values) : null;
    }

    /// <summary>The vectors of ids from the first on.</summary>
    public IReadOnlyList<float[]> Vectors { get; }

    /// <summary>For the tokenizer; null where there are none.</summary>
    public NamedTokens? Names { get; }

    /// <summary>How many tokens from this one on belong together: a word's vectors, or the token alone.</summary>
    public int CountFrom(int id) => byFirstId.TryGetValue(id, out var word) ? word.Count : 1;

    /// <summary>Words that none of the chunks holds.</summary>
    public IEnumerable<string> Missing(IEnumerable<TokenChunk> chunks)
    {
        var ids = chunks.SelectMany(chunk => chunk.Ids).ToHashSet();
        return byFirstId.Where(word => !ids.Contains(word.Key)).Select(word => word.Value.Name);
    }
}
