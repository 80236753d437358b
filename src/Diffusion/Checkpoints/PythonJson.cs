namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>
/// Python's json module writes NaN, Infinity and -Infinity as bare words, and published scheduler_config.json files carry them
/// (<c>"lambda_min_clipped": -Infinity</c>). JSON knows no such numbers: here they become strings.
/// </summary>
internal static class PythonJson
{
    private static readonly byte[][] Words = ["-Infinity"u8.ToArray(), "Infinity"u8.ToArray(), "NaN"u8.ToArray()];

    /// <summary>The same text with quotes around the bare words; the text itself when there are none.</summary>
    public static ReadOnlyMemory<byte> Quote(ReadOnlyMemory<byte> json)
    {
        var text = json.Span;
        List<byte>? quoted = null;
        var (copied, inString) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (inString)
            {
                inString = text[i] != (byte)'"';
                i += text[i] == (byte)'\\' ? 1 : 0;
            }
            else if (text[i] == (byte)'"')
            {
                inString = true;
            }
            else if (WordAt(text[i..]) is { } word)
            {
                quoted ??= [];
                quoted.AddRange(text[copied..i]);
                quoted.AddRange([(byte)'"', .. word, (byte)'"']);
                i += word.Length - 1;
                copied = i + 1;
            }
        }

        quoted?.AddRange(text[copied..]);
        return quoted is null ? json : quoted.ToArray();
    }

    private static byte[]? WordAt(ReadOnlySpan<byte> text)
    {
        foreach (var word in Words)
        {
            if (text.StartsWith(word))
            {
                return word;
            }
        }

        return null;
    }
}
