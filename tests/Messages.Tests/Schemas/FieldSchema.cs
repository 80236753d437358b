using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Messages.Tests.Schemas;

/// <summary>Writes what the attributes at a property allow, and the value that it has when it isn't given.</summary>
internal static class FieldSchema
{
    public static void Write(JsonPropertyInfo property, JsonObject schema)
    {
        WriteRange(property, schema);
        WriteLength(property, schema);
        if (FieldRule.AttributeOf<PatternAttribute>(property) is { } pattern)
        {
            schema["pattern"] = $"^(?:{pattern.Pattern})$";
        }

        WriteDefault(property, schema);
    }

    private static void WriteRange(JsonPropertyInfo property, JsonObject schema)
    {
        if (FieldRule.AttributeOf<RangeAttribute>(property) is { } range)
        {
            schema[range.MinimumIsExclusive ? "exclusiveMinimum" : "minimum"] = Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture);
            schema["maximum"] = Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture);
        }

        if (FieldRule.AttributeOf<MultipleOfAttribute>(property) is { } multiple)
        {
            schema["multipleOf"] = multiple.Divisor;
        }
    }

    private static void WriteLength(JsonPropertyInfo property, JsonObject schema)
    {
        if (FieldRule.AttributeOf<LengthAttribute>(property) is not { } length)
        {
            return;
        }

        var counted = property.PropertyType == typeof(string) ? "Length" : MessageJson.Options.GetTypeInfo(property.PropertyType).Kind == JsonTypeInfoKind.Dictionary ? "Properties" : "Items";
        if (length.MinimumLength > 0)
        {
            schema[$"min{counted}"] = length.MinimumLength;
        }

        schema[$"max{counted}"] = length.MaximumLength;
    }

    // Made without what is required, which only the compiler asks for: all other properties have their defaults.
    private static void WriteDefault(JsonPropertyInfo property, JsonObject schema)
    {
        if (property.IsRequired || property.DeclaringType.IsAbstract || property.DeclaringType.GetConstructor(Type.EmptyTypes) is null)
        {
            return;
        }

        if (property.Get!(Activator.CreateInstance(property.DeclaringType)!) is { } value)
        {
            schema["default"] = JsonSerializer.SerializeToNode(value, MessageJson.Options);
        }
    }
}
