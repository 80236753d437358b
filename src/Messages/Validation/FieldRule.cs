using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using SwiftDiffusion.Messages.Serialization;

namespace SwiftDiffusion.Messages.Validation;

/// <summary>What the attributes at a property allow its value to be.</summary>
internal sealed class FieldRule
{
    // Reflection is slow next to the check itself, and the properties are as many as the contract has.
    private static readonly ConcurrentDictionary<JsonPropertyInfo, FieldRule> Cache = new();

    private readonly RangeAttribute? range;
    private readonly LengthAttribute? length;
    private readonly MultipleOfAttribute? multiple;
    private readonly PatternAttribute? pattern;

    private FieldRule(JsonPropertyInfo property)
    {
        range = AttributeOf<RangeAttribute>(property);
        length = AttributeOf<LengthAttribute>(property);
        multiple = AttributeOf<MultipleOfAttribute>(property);
        pattern = AttributeOf<PatternAttribute>(property);
    }

    public static FieldRule Of(JsonPropertyInfo property) => Cache.GetOrAdd(property, static property => new FieldRule(property));

    public static T? AttributeOf<T>(JsonPropertyInfo property)
        where T : Attribute => property.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: true).OfType<T>().SingleOrDefault();

    public void Check(object value, string field, Violations violations)
    {
        switch (value)
        {
            case string text:
                CheckText(text, field, violations);
                break;
            case Enum word when !Enum.IsDefined(word.GetType(), word):
                violations.Add(field, Shown.Value(word), string.Join(", ", Words.All(word.GetType())));
                break;
            case int or double:
                CheckNumber(value, Convert.ToDouble(value, CultureInfo.InvariantCulture), field, violations);
                break;
            case IEnumerable items:
                CheckCount(items.Cast<object?>().Count(), field, violations);
                break;
        }
    }

    private void CheckNumber(object value, double number, string field, Violations violations)
    {
        if ((range is not null && !IsWithin(number)) || (multiple is not null && number % multiple.Divisor != 0))
        {
            violations.Add(field, Shown.Value(value), Allowed());
        }
    }

    // The comparisons are false for NaN.
    private bool IsWithin(double number)
    {
        var (least, most) = Bounds();
        return (range!.MinimumIsExclusive ? number > least : number >= least) && number <= most;
    }

    private (double Least, double Most) Bounds() => (Convert.ToDouble(range!.Minimum, CultureInfo.InvariantCulture), Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture));

    private string Allowed()
    {
        var (least, most) = Bounds();
        var bounds = string.Create(CultureInfo.InvariantCulture, $"{(range!.MinimumIsExclusive ? "above " : "")}{least} to {most}");
        return multiple is null ? bounds : $"a multiple of {multiple.Divisor} from {bounds}";
    }

    // A text with a length may be a prompt: of those, only the length is told.
    private void CheckText(string text, string field, Violations violations)
    {
        if (length is not null && (text.Length < length.MinimumLength || text.Length > length.MaximumLength))
        {
            violations.AddProblem(field, $"has {text.Length} characters; allowed is {length.MinimumLength} to {length.MaximumLength}");
        }
        else if (pattern is not null && !pattern.Matches(text))
        {
            violations.Add(field, Shown.Text(text), pattern.Allowed);
        }

        if (!UnicodeText.IsWellFormed(text))
        {
            violations.AddProblem(field, "has half of a surrogate pair; allowed is Unicode");
        }
    }

    private void CheckCount(int count, string field, Violations violations)
    {
        if (length is not null && (count < length.MinimumLength || count > length.MaximumLength))
        {
            violations.AddProblem(field, $"has {count} entries; allowed is at most {length.MaximumLength}");
        }
    }
}
