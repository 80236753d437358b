using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using SwiftDiffusion.Messages.Serialization;

namespace SwiftDiffusion.Messages.Tests.Schemas;

/// <summary>Writes a record of the contract as JSON Schema, draft 2020-12: types from the record, ranges from the attributes that jobs are checked by, descriptions from its documentation.</summary>
internal static class SchemaWriter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Type type)
    {
        var exported = MessageJson.Options.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform }).AsObject();
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = $"urn:swiftdiffusion:schema:{Name(type)}:v1",
            ["title"] = type.Name,
        };
        foreach (var (key, value) in exported)
        {
            schema[key] = value?.DeepClone();
        }

        return schema.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";
    }

    /// <summary>For example <c>generate-images</c>.</summary>
    public static string Name(Type type) => JsonNamingPolicy.KebabCaseLower.ConvertName(type.Name);

    private static JsonObject Transform(JsonSchemaExporterContext context, JsonNode node)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var schema = node as JsonObject ?? [];
        var nullable = context.PropertyInfo?.IsGetNullable ?? false;
        WriteLeaf(type, nullable, schema);
        ShapeRules.Write(type, schema);
        if (context.PropertyInfo is { } property)
        {
            FieldSchema.Write(property, schema);
        }

        return Describe(context, type, schema);
    }

    // The exporter cannot look into our own converters, and lets whole numbers be quoted only where options say so.
    private static void WriteLeaf(Type type, bool nullable, JsonObject schema)
    {
        if (type.IsEnum)
        {
            schema["enum"] = new JsonArray([.. Words.All(type).Select(word => (JsonNode)word), .. nullable ? new JsonNode?[] { null } : []]);
        }
        else if (type == typeof(DateTimeOffset))
        {
            schema["type"] = nullable ? new JsonArray("string", "null") : "string";
            schema["format"] = "date-time";
        }
        else if (type == typeof(uint))
        {
            (schema["minimum"], schema["maximum"]) = (0, uint.MaxValue);
        }
    }

    private static JsonObject Describe(JsonSchemaExporterContext context, Type type, JsonObject schema)
    {
        var property = context.PropertyInfo?.AttributeProvider as PropertyInfo;
        var description = property is null ? (context.TypeInfo.Kind == JsonTypeInfoKind.Object ? XmlDocs.Of(type) : null) : XmlDocs.Of(property);
        if (description is not null)
        {
            schema.Insert(0, "description", description);
        }

        return schema;
    }
}
