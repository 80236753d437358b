using System.Diagnostics.CodeAnalysis;

namespace SwiftDiffusion.Diffusion.Text;

/// <summary>The tokens of a byte-level vocabulary and the merges that build them from bytes.</summary>
internal sealed class ClipVocabulary
{
    /// <summary>Ends the last symbol of a word.</summary>
    public const string EndOfWord = "</w>";

    private readonly IReadOnlyDictionary<string, int> ids;
    private readonly Dictionary<int, string> tokens;
    private readonly Dictionary<(int Left, int Right), Merge> merges = [];

    /// <summary>Links merges to the tokens that they join.</summary>
    /// <param name="ids">Id of every token.</param>
    /// <param name="pairs">The merges, most important first.</param>
    /// <exception cref="FormatException">A merge names a token that is not in <paramref name="ids"/>.</exception>
    public ClipVocabulary(IReadOnlyDictionary<string, int> ids, IEnumerable<(string Left, string Right)> pairs)
    {
        this.ids = ids;
        tokens = [];
        foreach (var (token, id) in ids)
        {
            tokens[id] = token;
        }

        foreach (var (rank, (left, right)) in pairs.Index())
        {
            merges[(Require(left, left, right), Require(right, left, right))] = new Merge(rank, Require(left + right, left, right));
        }

        InnerSymbols = [.. ByteSymbols.All.Select(symbol => IdOrMissing(symbol.ToString()))];
        FinalSymbols = [.. ByteSymbols.All.Select(symbol => IdOrMissing(symbol + EndOfWord))];
        Size = tokens.Keys.DefaultIfEmpty(-1).Max() + 1;
    }

    /// <summary>What two neighbouring tokens become; the lowest rank goes first.</summary>
    public readonly record struct Merge(int Rank, int Id);

    /// <summary>Id of each byte within a word, -1 where there is none.</summary>
    public IReadOnlyList<int> InnerSymbols { get; }

    /// <summary>Id of each byte at the end of a word, -1 where there is none.</summary>
    public IReadOnlyList<int> FinalSymbols { get; }

    /// <summary>One more than the largest id.</summary>
    public int Size { get; }

    /// <summary>The vocabulary that follows from merges alone: byte symbols in table order, the same at the end of a word, the merges, then <paramref name="special"/>.</summary>
    public static ClipVocabulary FromMerges(IReadOnlyList<(string Left, string Right)> pairs, params IEnumerable<string> special)
    {
        var symbols = ByteSymbols.InTableOrder.Select(symbol => symbol.ToString()).ToArray();
        var all = symbols.Concat(symbols.Select(symbol => symbol + EndOfWord)).Concat(pairs.Select(pair => pair.Left + pair.Right)).Concat(special);
        return new ClipVocabulary(all.Index().ToDictionary(entry => entry.Item, entry => entry.Index), pairs);
    }

    public bool TryGetId(string token, out int id) => ids.TryGetValue(token, out id);

    public bool TryGetToken(int id, [NotNullWhen(true)] out string? token) => tokens.TryGetValue(id, out token);

    public bool TryMerge(int left, int right, out Merge merge) => merges.TryGetValue((left, right), out merge);

    private int IdOrMissing(string token) => ids.TryGetValue(token, out var id) ? id : -1;

    private int Require(string token, string left, string right) =>
        ids.TryGetValue(token, out var id) ? id : throw new FormatException($"the merge '{left} {right}' needs the token '{token}', which the vocabulary lacks.");
}
