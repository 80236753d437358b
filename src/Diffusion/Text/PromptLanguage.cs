using System.Globalization;
using System.Text.RegularExpressions;

namespace SwiftDiffusion.Diffusion.Text;

/// <summary>AUTOMATIC1111's prompt language: brackets weigh what they hold. docs/formats/prompts.md tells it by example.</summary>
internal sealed partial class PromptLanguage
{
    private const double RoundBrackets = 1.1;
    private const double SquareBrackets = 1 / 1.1;

    // Far beyond any use; keeps embeddings finite.
    private const double MaxWeight = 1000;

    private readonly List<PromptFragment> fragments = [];

    // Where the brackets that are open at the moment began, as indices of fragments. The two kinds need not nest.
    private readonly Stack<int> round = [];
    private readonly Stack<int> square = [];

    private PromptLanguage()
    {
    }

    /// <summary>Fragments in order; neighbours of one weight are one fragment, since each is tokenized by itself.</summary>
    /// <exception cref="FormatException">A weight is not a number, or too large.</exception>
    public static IReadOnlyList<PromptFragment> Parse(string prompt)
    {
        var language = new PromptLanguage();
        foreach (Match piece in Pieces().Matches(prompt))
        {
            language.Read(piece.Value, piece.Groups["weight"]);
        }

        return language.Finish();
    }

    private void Read(string piece, Group weight)
    {
        switch (piece[0])
        {
            case '\\':
                fragments.Add(new PromptFragment(piece[1..], 1));
                break;
            case '(':
                round.Push(fragments.Count);
                break;
            case '[':
                square.Push(fragments.Count);
                break;
            case ':' when weight.Success && round.Count > 0:
                Weigh(round.Pop(), Number(weight.ValueSpan));
                break;
            case ')' when round.Count > 0:
                Weigh(round.Pop(), RoundBrackets);
                break;
            case ']' when square.Count > 0:
                Weigh(square.Pop(), SquareBrackets);
                break;
            default:
                AddText(piece);
                break;
        }
    }

    private void AddText(string text)
    {
        foreach (var (index, part) in Breaks().Split(text).Index())
        {
            if (index > 0)
            {
                fragments.Add(PromptFragment.Break);
            }

            fragments.Add(new PromptFragment(part, 1));
        }
    }

    private void Weigh(int first, double weight)
    {
        for (var i = first; i < fragments.Count; i++)
        {
            fragments[i] = fragments[i] with { Weight = fragments[i].Weight * weight };
        }
    }

    /// <summary>Brackets that were never closed hold everything up to the end.</summary>
    private List<PromptFragment> Finish()
    {
        foreach (var first in round.Reverse())
        {
            Weigh(first, RoundBrackets);
        }

        foreach (var first in square.Reverse())
        {
            Weigh(first, SquareBrackets);
        }

        var merged = new List<PromptFragment>();
        foreach (var fragment in fragments)
        {
            if (!(Math.Abs(fragment.Weight) <= MaxWeight))
            {
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"the weight {fragment.Weight:g6} is not from {-MaxWeight} to {MaxWeight}."));
            }

            if (!fragment.IsBreak && merged is [.., { IsBreak: false } last] && last.Weight == fragment.Weight)
            {
                merged[^1] = last with { Text = last.Text + fragment.Text };
            }
            else
            {
                merged.Add(fragment);
            }
        }

        return merged;
    }

    private static double Number(ReadOnlySpan<char> text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"the weight '{text}' is not a number.");

    /// <summary>An escape, a weight with the bracket it closes, a bracket, a colon, or text.</summary>
    [GeneratedRegex(@"\\[\\()\[\]]?|:\s*(?<weight>[+-]?[.0-9]+)\s*\)|[()\[\]:]|[^\\()\[\]:]+")]
    private static partial Regex Pieces();

    [GeneratedRegex(@"\bBREAK\b")]
    private static partial Regex Breaks();
}
