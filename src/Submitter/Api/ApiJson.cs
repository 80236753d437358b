using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Serialization;

namespace SwiftDiffusion.Submitter.Api;

/// <summary>The API's JSON: the contract's, with names in snake_case.</summary>
internal static class ApiJson
{
    /// <summary>Fields of a job that are no part of its <c>input</c>: they stand beside it, or are not the client's to say.</summary>
    public static IReadOnlySet<string> BesideInput { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        nameof(GenerateImages.JobId), nameof(GenerateImages.Tenant), nameof(GenerateImages.Callback),
        nameof(GenerateImages.Priority), nameof(GenerateImages.Deadline), nameof(GenerateImages.Labels),
    };

    /// <summary>Options for what the API writes. Read-only.</summary>
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    /// <summary>Gives other options the same rules; for the generator of the API's document.</summary>
    public static void CopyTo(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = Options.PropertyNamingPolicy;
        options.DefaultIgnoreCondition = Options.DefaultIgnoreCondition;
        options.NumberHandling = Options.NumberHandling;
        options.RespectNullableAnnotations = Options.RespectNullableAnnotations;
        options.Encoder = Options.Encoder;
        options.TypeInfoResolver = Options.TypeInfoResolver;
        foreach (var converter in Options.Converters)
        {
            options.Converters.Add(converter);
        }
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(MessageJson.Options)
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveInput } },
        };
        options.MakeReadOnly();
        return options;
    }

    // What is left of a job is its input.
    private static void LeaveInput(JsonTypeInfo info)
    {
        if (info.Type != typeof(GenerateImages))
        {
            return;
        }

        foreach (var name in BesideInput.Select(JsonNamingPolicy.SnakeCaseLower.ConvertName))
        {
            info.Properties.Remove(info.Properties.Single(property => property.Name == name));
        }
    }
}
