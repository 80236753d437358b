namespace SwiftDiffusion.Diffusion.Text;

/// <summary>Fills chunks with the tokens of a prompt of any length, and closes a full chunk after a comma where one is near.</summary>
internal sealed class ChunkBuilder(ClipTokenizer tokenizer, int length)
{
    // How many tokens may move to the next chunk so that it begins after a comma: AUTOMATIC1111's default.
    private const int Backtrack = 20;

    private readonly int capacity = PromptReader.Capacity(length);
    private readonly List<TokenChunk> chunks = [];
    private readonly List<(int Id, float Weight)> open = [];
    private int comma = -1;

    /// <summary>Adds tokens that one chunk must hold together: a single one, or the vectors of a textual inversion.</summary>
    public void Add(int firstId, int count, float weight)
    {
        if (firstId == tokenizer.CommaId)
        {
            comma = open.Count;
        }
        else if (open.Count == capacity && comma >= 0 && open.Count - comma <= Backtrack)
        {
            CloseAfterComma();
        }

        if (open.Count + count > capacity)
        {
            Close();
        }

        open.AddRange(Enumerable.Range(firstId, count).Select(id => (id, weight)));
    }

    /// <summary>Closes the chunk, however full it is.</summary>
    public void Close()
    {
        chunks.Add(TokenChunk.Of(tokenizer, length, open));
        open.Clear();
        comma = -1;
    }

    /// <summary>Closes the last chunk if there is anything in it. There is always at least one chunk.</summary>
    public IReadOnlyList<TokenChunk> Finish()
    {
        if (open.Count > 0 || chunks.Count == 0)
        {
            Close();
        }

        return chunks;
    }

    private void CloseAfterComma()
    {
        var moved = open[(comma + 1)..];
        open.RemoveRange(comma + 1, moved.Count);
        Close();
        open.AddRange(moved);
    }
}
