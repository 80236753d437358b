using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SwiftDiffusion.Messages.Serialization;

namespace SwiftDiffusion.Submitter.Api.Reading;

/// <summary>What the contract's fields are called in the API.</summary>
internal static class ContractFields
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyDictionary<string, JsonPropertyInfo>> Known = new();

    /// <summary>The fields of a type, by the API's names.</summary>
    public static IReadOnlyDictionary<string, JsonPropertyInfo> Of(JsonTypeInfo info) => Known.GetOrAdd(
        info.Type, static (_, info) => info.Properties.ToDictionary(property => ApiName(property.Name), StringComparer.Ordinal), info);

    /// <summary>How the contract describes a type.</summary>
    public static JsonTypeInfo Info(Type type) => MessageJson.Options.GetTypeInfo(type);

    /// <summary>The API's name of a field.</summary>
    public static string ApiName(string contractName) => JsonNamingPolicy.SnakeCaseLower.ConvertName(contractName);
}
