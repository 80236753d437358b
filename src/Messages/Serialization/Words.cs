using System.Text.Json;

namespace SwiftDiffusion.Messages.Serialization;

/// <summary>How the values of enums are written in JSON.</summary>
internal static class Words
{
    /// <summary>A value's word, for example <c>worker_lost</c>.</summary>
    public static string Of(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>All words of an enum, in the order of their values.</summary>
    public static IReadOnlyList<string> All(Type type) => [.. Enum.GetValues(type).Cast<Enum>().Select(Of)];
}
