namespace SwiftDiffusion.Diffusion.Text;

/// <summary>Byte-pair encoding: joins neighbouring symbols, lowest rank first and leftmost among equals, until no merge fits.</summary>
/// <remarks>Sennrich et al. 2016, arXiv:1508.07909. A queue of candidates keeps it at n·log n, so one very long word costs no more than many short ones.</remarks>
internal sealed class BytePairEncoder(ClipVocabulary vocabulary, int unknownId)
{
    private const int None = -1;

    /// <summary>A token of a word, and how many of the word's bytes it covers.</summary>
    internal readonly record struct Part(int Id, int Bytes, bool IsUnknown);

    /// <summary>Encodes one word of at least one byte.</summary>
    public IEnumerable<Part> Encode(ReadOnlySpan<byte> word)
    {
        var symbols = Symbols(word);
        var candidates = new PriorityQueue<Candidate, (int Rank, int Position)>();
        for (var i = 0; i + 1 < symbols.Length; i++)
        {
            Propose(symbols, i, candidates);
        }

        while (candidates.TryDequeue(out var candidate, out _))
        {
            Join(symbols, candidate, candidates);
        }

        return symbols.Where(symbol => symbol.Bytes > 0).Select(symbol => new Part(symbol.Id, symbol.Bytes, symbol.IsUnknown));
    }

    private Symbol[] Symbols(ReadOnlySpan<byte> word)
    {
        var symbols = new Symbol[word.Length];
        for (var i = 0; i < word.Length; i++)
        {
            var last = i == word.Length - 1;
            var id = (last ? vocabulary.FinalSymbols : vocabulary.InnerSymbols)[word[i]];
            symbols[i] = new Symbol { Id = id < 0 ? unknownId : id, IsUnknown = id < 0, Bytes = 1, Previous = i - 1, Next = last ? None : i + 1 };
        }

        return symbols;
    }

    private void Propose(Symbol[] symbols, int left, PriorityQueue<Candidate, (int Rank, int Position)> candidates)
    {
        var right = left == None ? None : symbols[left].Next;
        if (right != None && vocabulary.TryMerge(symbols[left].Id, symbols[right].Id, out var merge))
        {
            candidates.Enqueue(new Candidate(left, symbols[left].Id, symbols[right].Id, merge.Id), (merge.Rank, left));
        }
    }

    private void Join(Symbol[] symbols, Candidate candidate, PriorityQueue<Candidate, (int Rank, int Position)> candidates)
    {
        ref var left = ref symbols[candidate.Left];
        if (left.Bytes == 0 || left.Next == None || left.Id != candidate.LeftId || symbols[left.Next].Id != candidate.RightId)
        {
            return; // One of the two has been joined to another since.
        }

        ref var right = ref symbols[left.Next];
        (left.Id, left.Bytes, left.Next) = (candidate.Id, left.Bytes + right.Bytes, right.Next);
        right.Bytes = 0;
        if (left.Next != None)
        {
            symbols[left.Next].Previous = candidate.Left;
        }

        Propose(symbols, left.Previous, candidates);
        Propose(symbols, candidate.Left, candidates);
    }

    private readonly record struct Candidate(int Left, int LeftId, int RightId, int Id);

    /// <summary>A node of the word's linked list; one that was joined to its left neighbour has no bytes.</summary>
    private struct Symbol
    {
        public int Id, Bytes, Previous, Next;
        public bool IsUnknown;
    }
}
