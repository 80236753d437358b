using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SwiftDiffusion.Messages.Serialization;

/// <summary>Times as in RFC 3339: written in UTC, read with whatever offset they have. One without an offset would mean something else on each machine, so it is refused.</summary>
internal sealed class TimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && HasOffset(reader.GetString()!) && reader.TryGetDateTimeOffset(out var time) ? time : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Rfc3339(value));

    /// <summary>For example <c>2026-11-25T08:30:00.25Z</c>: to 100 nanoseconds, without zeros at the end.</summary>
    public static string Rfc3339(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static bool HasOffset(string text) => text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text.Contains('T', StringComparison.Ordinal));
}
