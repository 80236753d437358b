using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SwiftDiffusion.Charts.Tests.Helm;

namespace SwiftDiffusion.Charts.Tests.Documentation;

/// <summary>A value of the chart with the comment above it.</summary>
/// <param name="Path">Its keys, joined by dots.</param>
/// <param name="Default">Its default as JSON.</param>
/// <param name="Text">The comment; null where there is none.</param>
internal sealed partial record DocumentedValue(string Path, string Default, string? Text)
{
    /// <summary>Every value of values.yaml: those with a comment, and those that have neither a comment nor values below them.</summary>
    public static IReadOnlyList<DocumentedValue> ReadAll()
    {
        var text = File.ReadAllText(System.IO.Path.Combine(Repository.Chart, "values.yaml"));
        var comments = Comments(text.Split('\n'));
        return [.. Walk("", YamlText.Documents(text)[0].AsObject(), comments)];
    }

    private static IEnumerable<DocumentedValue> Walk(string prefix, JsonObject values, IReadOnlyDictionary<string, string> comments) => values.SelectMany(pair =>
    {
        var path = prefix + pair.Key;
        var text = comments.GetValueOrDefault(path);
        return text is null && pair.Value is JsonObject { Count: > 0 } below
            ? Walk(path + ".", below, comments)
            : [new DocumentedValue(path, pair.Value?.ToJsonString(YamlText.Readable) ?? "null", text)];
    });

    /// <summary>Path of a key to the comment that stands above it. Lines are keys of block mappings: values.yaml has no other form where comments are.</summary>
    private static Dictionary<string, string> Comments(string[] lines)
    {
        var comments = new Dictionary<string, string>(StringComparer.Ordinal);
        var path = new Stack<(int Indent, string Key)>();
        string? comment = null;
        foreach (var line in lines)
        {
            if (Comment().Match(line) is { Success: true } found)
            {
                comment = found.Groups["text"].Value;
            }
            else if (Key().Match(line) is { Success: true } key)
            {
                var indent = key.Groups["indent"].Length;
                while (path.TryPeek(out var above) && above.Indent >= indent)
                {
                    path.Pop();
                }

                path.Push((indent, key.Groups["key"].Value));
                if (comment is not null)
                {
                    comments.Add(string.Join('.', path.Reverse().Select(part => part.Key)), comment);
                    comment = null;
                }
            }
        }

        return comments;
    }

    [GeneratedRegex(@"^\s*# -- (?<text>.+)$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^(?<indent> *)(?<key>[A-Za-z0-9]+):")]
    private static partial Regex Key();
}
