using System.Text.Json;
using System.Text.RegularExpressions;

namespace SwiftDiffusion.Worker.Tests.Imaging;

/// <summary>Reads a text as A1111's <c>parse_generation_parameters</c> (infotext_utils.py) does, rule by rule.</summary>
internal sealed partial class A1111Parser
{
    private A1111Parser(string prompt, string negativePrompt, Dictionary<string, string> settings)
    {
        (Prompt, NegativePrompt, Settings) = (prompt, negativePrompt, settings);
    }

    public string Prompt { get; }

    public string NegativePrompt { get; }

    public IReadOnlyDictionary<string, string> Settings { get; }

    public static A1111Parser Parse(string text)
    {
        List<string> lines = [.. text.Trim().Split('\n')];
        var last = lines[^1];
        lines.RemoveAt(lines.Count - 1);
        if (Setting().Count(last) < 3)
        {
            lines.Add(last);
            last = "";
        }

        var (prompt, negative, inNegative) = (new List<string>(), new List<string>(), false);
        foreach (var line in lines.Select(line => line.Trim()))
        {
            var starts = line.StartsWith("Negative prompt:", StringComparison.Ordinal);
            inNegative |= starts;
            (inNegative ? negative : prompt).Add(starts ? line["Negative prompt:".Length..].Trim() : line);
        }

        var settings = new Dictionary<string, string>();
        foreach (Match match in Setting().Matches(last))
        {
            settings[match.Groups[1].Value] = Unquoted(match.Groups[2].Value);
        }

        return new(string.Join('\n', prompt), string.Join('\n', negative), settings);
    }

    private static string Unquoted(string value) => value is ['"', .., '"'] ? JsonSerializer.Deserialize<string>(value)! : value;

    [GeneratedRegex("""\s*(\w[\w \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)""")]
    private static partial Regex Setting();
}
