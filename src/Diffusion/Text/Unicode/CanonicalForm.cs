using System.Globalization;
using System.Text;

namespace SwiftDiffusion.Diffusion.Text.Unicode;

/// <summary>Unicode normalization form C (UAX #15).</summary>
/// <remarks>Our own, because <see cref="string.Normalize()"/> returns its argument where globalization is invariant, as it is in the hosts of this engine.</remarks>
internal static class CanonicalForm
{
    // Hangul syllables compose by formula: the Unicode Standard, section 3.12.
    private const int SyllableBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TrailBase = 0x11A7;
    private const int LeadCount = 19, VowelCount = 21, TrailCount = 28, SyllableCount = LeadCount * VowelCount * TrailCount;

    // Below the first combining mark every character is composed already.
    private const char FirstThatMayChange = '\u0300';

    private static readonly Lazy<Tables> Data = new(Tables.Load);

    /// <summary>Composes a text; the same instance when nothing changes. The text must hold no lone surrogates.</summary>
    public static string Compose(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange(FirstThatMayChange, char.MaxValue))
        {
            return text;
        }

        var runes = new List<Rune>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune, runes);
        }

        Reorder(runes);
        var composed = Recompose(runes);
        return composed == text ? text : composed;
    }

    private static void Decompose(Rune rune, List<Rune> output)
    {
        var syllable = rune.Value - SyllableBase;
        if (syllable is >= 0 and < SyllableCount)
        {
            output.Add(new Rune(LeadBase + (syllable / (VowelCount * TrailCount))));
            output.Add(new Rune(VowelBase + (syllable / TrailCount % VowelCount)));
            if (syllable % TrailCount > 0)
            {
                output.Add(new Rune(TrailBase + (syllable % TrailCount)));
            }
        }
        else if (Data.Value.Splits.TryGetValue(rune, out var parts))
        {
            foreach (var part in parts)
            {
                Decompose(part, output);
            }
        }
        else
        {
            output.Add(rune);
        }
    }

    /// <summary>Sorts each run of marks by combining class, keeping the order within a class.</summary>
    private static void Reorder(List<Rune> runes)
    {
        for (var start = 0; start < runes.Count; start++)
        {
            var end = start;
            while (end < runes.Count && ClassOf(runes[end]) != 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                var sorted = runes.GetRange(start, end - start).OrderBy(ClassOf).ToList(); // OrderBy is stable.
                runes.RemoveRange(start, sorted.Count);
                runes.InsertRange(start, sorted);
            }

            start = end;
        }
    }

    private static string Recompose(List<Rune> runes)
    {
        var output = new List<Rune>(runes.Count);
        var (starter, lastClass) = (-1, 0);
        foreach (var rune in runes)
        {
            var combining = ClassOf(rune);
            var blocked = starter < 0 || (starter < output.Count - 1 && lastClass >= combining);
            if (!blocked && TryCompose(output[starter], rune, out var composed))
            {
                output[starter] = composed;
                continue;
            }

            if (combining == 0)
            {
                starter = output.Count;
            }

            lastClass = combining;
            output.Add(rune);
        }

        return string.Concat(output.Select(rune => rune.ToString()));
    }

    private static bool TryCompose(Rune first, Rune second, out Rune composed)
    {
        var (lead, vowel) = (first.Value - LeadBase, second.Value - VowelBase);
        if (lead is >= 0 and < LeadCount && vowel is >= 0 and < VowelCount)
        {
            composed = new Rune(SyllableBase + (((lead * VowelCount) + vowel) * TrailCount));
            return true;
        }

        var (syllable, trail) = (first.Value - SyllableBase, second.Value - TrailBase);
        if (syllable is >= 0 and < SyllableCount && syllable % TrailCount == 0 && trail is > 0 and < TrailCount)
        {
            composed = new Rune(first.Value + trail);
            return true;
        }

        return Data.Value.Pairs.TryGetValue((first, second), out composed);
    }

    private static int ClassOf(Rune rune) => rune.Value < FirstThatMayChange ? 0 : Data.Value.Classes.GetValueOrDefault(rune);

    /// <summary>What canonical.txt says.</summary>
    private sealed record Tables(Dictionary<Rune, int> Classes, Dictionary<Rune, Rune[]> Splits, Dictionary<(Rune First, Rune Second), Rune> Pairs)
    {
        public static Tables Load()
        {
            var tables = new Tables([], [], []);
            foreach (var fields in EmbeddedText.Lines("canonical.txt").Where(line => !line.StartsWith('#')).Select(line => line.Split(' ')))
            {
                tables.Add(fields);
            }

            return tables;
        }

        private void Add(string[] fields)
        {
            if (fields[0] == "class")
            {
                for (var rune = Parse(fields[1]); rune <= Parse(fields[2]); rune = new Rune(rune.Value + 1))
                {
                    Classes.Add(rune, int.Parse(fields[3], CultureInfo.InvariantCulture));
                }

                return;
            }

            Splits.Add(Parse(fields[1]), [.. fields[2..].Select(Parse)]);
            if (fields[0] == "pair")
            {
                Pairs.Add((Parse(fields[2]), Parse(fields[3])), Parse(fields[1]));
            }
        }

        private static Rune Parse(string hexadecimal) => new(int.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }
}
