using System.Text.Json;

namespace SwiftDiffusion.Local.Arguments;

/// <summary>Words for values of enums, as the contract's JSON spells them.</summary>
internal static class Words
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>All words, as in <c>timesteps, karras, exponential or beta</c>.</summary>
    public static string Allowed<T>()
        where T : struct, Enum
    {
        string[] words = [.. Enum.GetValues<T>().Select(Of)];
        return $"{string.Join(", ", words[..^1])} or {words[^1]}";
    }

    /// <summary>Reads a word, in upper or lower case.</summary>
    public static bool TryParse<T>(string text, out T value)
        where T : struct, Enum
    {
        T[] found = [.. Enum.GetValues<T>().Where(candidate => string.Equals(Of(candidate), text, StringComparison.OrdinalIgnoreCase))];
        value = found.FirstOrDefault();
        return found.Length > 0;
    }
}
