using System.Text.Json.Serialization.Metadata;

namespace SwiftDiffusion.Messages.Serialization;

/// <summary>What a type allows in JSON, in words.</summary>
internal static class Expected
{
    public static string Of(JsonTypeInfo info) => info.Kind switch
    {
        JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => "an object",
        JsonTypeInfoKind.Enumerable => "a list",
        _ => Of(Nullable.GetUnderlyingType(info.Type) ?? info.Type),
    };

    /// <summary>Whether a value of this type is a word or a time, which may be repeated in a message.</summary>
    public static bool IsWord(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var plain && (plain.IsEnum || plain == typeof(DateTimeOffset));

    private static string Of(Type type) => type switch
    {
        { IsEnum: true } => string.Join(", ", Words.All(type)),
        _ when type == typeof(string) => "text",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(uint) => $"a whole number from 0 to {uint.MaxValue}",
        _ when type == typeof(int) => "a whole number",
        _ when type == typeof(DateTimeOffset) => "a time with its offset as in RFC 3339, such as 2026-11-25T08:30:00Z",
        _ => "a number",
    };
}
