using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace SwiftDiffusion.Submitter.Data.Mappings;

/// <summary>An enum's value as the word that stands for it on the wire, for example <c>worker_lost</c>.</summary>
internal sealed class WordConverter<T>() : ValueConverter<T, string>(value => ToWord(value), word => FromWord(word))
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> Words = Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
    private static readonly Dictionary<string, T> Values = Words.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    private static string ToWord(T value) => Words[value];

    private static T FromWord(string word) => Values[word];
}
