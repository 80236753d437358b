using System.Globalization;

namespace SwiftDiffusion.Messages.Validation;

/// <summary>Values as messages to people show them: short, on one line.</summary>
internal static class Shown
{
    private const int Longest = 40;

    /// <summary>A text in quotes.</summary>
    public static string Text(string text) => $"'{Raw(text)}'";

    /// <summary>A text as it is.</summary>
    public static string Raw(string text) => string.Concat(Shorten(text).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));

    /// <summary>A number, a truth value or a word.</summary>
    public static string Value(object value) => value switch
    {
        string text => Text(text),
        Enum word => Serialization.Words.Of(word),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Shorten(string text) => text.Length <= Longest ? text : $"{text[..(Longest - 3)]}...";
}
