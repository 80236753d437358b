using System.CommandLine;
using System.Globalization;

namespace SwiftDiffusion.Local.Arguments;

/// <summary>Reads values of options. One that can't be read becomes a problem and counts as not given.</summary>
/// <remarks>Whether a number is within its range is the job's rules to say, in one place for all who make jobs.</remarks>
internal sealed class OptionReader(ParseResult parsed, Problems problems, JobFiles files)
{
    public Problems Problems => problems;

    /// <summary>Where files that the options name are found.</summary>
    public JobFiles Files => files;

    public bool Flag(Option<bool> option) => parsed.GetValue(option);

    public string? Text(Option<string> option) => parsed.GetValue(option);

    public IReadOnlyList<string> Texts(Option<string[]> option) => parsed.GetValue(option) ?? [];

    /// <summary>A whole number.</summary>
    /// <param name="option">The option.</param>
    /// <param name="range">What is allowed, for example <c>1 to 150</c>.</param>
    public int? Whole(Option<string> option, string range) => Read(option, $"a whole number, {range}",
        static (string text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value));

    /// <summary>A number that may have a point.</summary>
    /// <param name="option">The option.</param>
    /// <param name="range">What is allowed, for example <c>0 to 50</c>.</param>
    public double? Number(Option<string> option, string range) => Read<double>(option, $"a number, {range}", TryNumber);

    /// <summary>A value of an enum by its word, as in the contract's JSON.</summary>
    public T? Word<T>(Option<string> option)
        where T : struct, Enum => Read(option, Words.Allowed<T>(), static (string text, out T value) => Words.TryParse(text, out value));

    /// <summary>A value that <paramref name="tryRead"/> reads.</summary>
    public T? Read<T>(Option<string> option, string allowed, TryRead<T> tryRead)
        where T : struct
    {
        if (Text(option) is not { } text)
        {
            return null;
        }

        if (tryRead(text, out var value))
        {
            return value;
        }

        problems.AddValue(option.Name, text, allowed);
        return null;
    }

    /// <summary>Reads a number that is finite.</summary>
    public static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}

/// <summary>Reads a value from text.</summary>
internal delegate bool TryRead<T>(string text, out T value);
