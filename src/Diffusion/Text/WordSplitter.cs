using System.Globalization;
using System.Text;

namespace SwiftDiffusion.Diffusion.Text;

/// <summary>Splits a lower-case word without white space as CLIP does: English contractions, runs of letters, single digits, runs of anything else.</summary>
internal static class WordSplitter
{
    private static readonly string[] Contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    private enum Kind
    {
        Letter,
        Number,
        Other,
    }

    /// <summary>The pieces in order; together they are the whole word.</summary>
    public static IEnumerable<Range> Split(string word)
    {
        for (var start = 0; start < word.Length;)
        {
            var end = start + PieceLength(word.AsSpan(start));
            yield return start..end;
            start = end;
        }
    }

    private static int PieceLength(ReadOnlySpan<char> rest)
    {
        foreach (var contraction in Contractions)
        {
            if (rest.StartsWith(contraction, StringComparison.Ordinal))
            {
                return contraction.Length;
            }
        }

        var kind = KindAt(rest, out var length);
        while (kind != Kind.Number && length < rest.Length && KindAt(rest[length..], out var next) == kind)
        {
            length += next;
        }

        return length;
    }

    private static Kind KindAt(ReadOnlySpan<char> text, out int length)
    {
        Rune.DecodeFromUtf16(text, out var rune, out length);
        return Rune.GetUnicodeCategory(rune) switch
        {
            <= UnicodeCategory.OtherLetter => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Number,
            _ => Kind.Other,
        };
    }
}
