using System.Text.RegularExpressions;

namespace SwiftDiffusion.Messages.Validation;

/// <summary>The whole of a text matches <paramref name="pattern"/>, which is also a pattern of JSON Schema.</summary>
/// <param name="pattern">A regular expression of the kind that .NET and ECMAScript read alike, without anchors.</param>
/// <param name="allowed">The same for a person.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PatternAttribute(string pattern, string allowed) : Attribute
{
    // \z and not $, which would let a line feed pass at the end.
    private readonly Regex regex = new($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    public string Pattern => pattern;

    public string Allowed => allowed;

    public bool Matches(string text) => regex.IsMatch(text);
}
