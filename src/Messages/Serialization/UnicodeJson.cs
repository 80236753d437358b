using System.Text.Json;

namespace SwiftDiffusion.Messages.Serialization;

/// <summary>Texts of a JSON document, which are checked only when they are asked for: bytes may be no UTF-8, and escapes half of a surrogate pair.</summary>
internal static class UnicodeJson
{
    /// <summary>A text; null when it isn't Unicode.</summary>
    public static string? TextOf(JsonElement element) => Try(element, static element => element.GetString());

    /// <summary>A field's name; null when it isn't Unicode.</summary>
    public static string? NameOf(JsonProperty property) => Try(property, static property => property.Name);

    private static string? Try<T>(T value, Func<T, string?> read)
    {
        try
        {
            return read(value);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
