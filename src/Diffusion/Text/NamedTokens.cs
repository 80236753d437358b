using System.Buffers;

namespace SwiftDiffusion.Diffusion.Text;

/// <summary>Names that stand for tokens of their own, wherever they occur in a text: special tokens, added tokens, textual inversions.</summary>
internal sealed class NamedTokens
{
    private readonly NamedToken[] byLength;
    private readonly SearchValues<string> names;

    public NamedTokens(IEnumerable<NamedToken> tokens)
    {
        byLength = [.. tokens.OrderByDescending(token => token.Name.Length)];
        names = SearchValues.Create([.. byLength.Select(token => token.Name)], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The first name at or after <paramref name="from"/>; of several at one place the longest.</summary>
    public bool TryFind(string text, int from, out int start, out NamedToken token)
    {
        for (start = from; start < text.Length; start++)
        {
            var next = text.AsSpan(start).IndexOfAny(names);
            if (next < 0)
            {
                break;
            }

            start += next;
            foreach (var candidate in byLength)
            {
                if (candidate.IsAt(text, start))
                {
                    token = candidate;
                    return true;
                }
            }
        }

        (start, token) = (text.Length, default);
        return false;
    }
}

/// <summary>A name in a text, and the consecutive ids that it stands for.</summary>
/// <param name="Name">The text to find, at least one character.</param>
/// <param name="FirstId">The first of its ids.</param>
/// <param name="Count">How many ids, at least 1.</param>
/// <param name="IgnoreCase">Also found in another case.</param>
/// <param name="WholeWord">Found only where no letter or digit continues one at the name's ends.</param>
internal readonly record struct NamedToken(string Name, int FirstId, int Count = 1, bool IgnoreCase = false, bool WholeWord = false)
{
    public bool IsAt(string text, int start)
    {
        var comparison = IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return text.AsSpan(start).StartsWith(Name, comparison) && (!WholeWord || (IsBoundary(text, start) && IsBoundary(text, start + Name.Length)));
    }

    private static bool IsBoundary(string text, int position) =>
        position == 0 || position == text.Length || !char.IsLetterOrDigit(text[position - 1]) || !char.IsLetterOrDigit(text[position]);
}
