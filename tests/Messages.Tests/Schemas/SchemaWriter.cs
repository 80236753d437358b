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
        var parts = new JsonObject();
        var exported = MessageJson.Options.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) => Refer(context, Transform(context, node), parts),
        }).AsObject();
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

        if (parts.Count > 0)
        {
            schema["$defs"] = parts;
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

        return Describe(context, schema);
    }

    // The records within a message stand once each under $defs, by name, which is what generators of code make types of.
    private static JsonObject Refer(JsonSchemaExporterContext context, JsonObject schema, JsonObject parts)
    {
        if (context.Path.IsEmpty || context.TypeInfo.Kind != JsonTypeInfoKind.Object)
        {
            return schema;
        }

        var type = context.TypeInfo.Type;
        var reference = new JsonObject { ["$ref"] = $"#/$defs/{type.Name}" };
        var field = new JsonObject();
        Move("description", schema, field);
        Move("default", schema, field);
        if (schema["type"] is JsonArray)
        {
            schema["type"] = "object";
            field["anyOf"] = new JsonArray(reference, new JsonObject { ["type"] = "null" });
        }
        else
        {
            field["$ref"] = reference["$ref"]!.DeepClone();
        }

        schema.Insert(0, "description", XmlDocs.Of(type));
        parts[type.Name] = schema;
        return field;
    }

    private static void Move(string key, JsonObject from, JsonObject to)
    {
        if (from.Remove(key, out var value))
        {
            to[key] = value;
        }
    }

    // The exporter cannot look into our own converters.
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

    private static JsonObject Describe(JsonSchemaExporterContext context, JsonObject schema)
    {
        var described = context.PropertyInfo?.AttributeProvider is PropertyInfo property ? XmlDocs.Of(property) : context.Path.IsEmpty ? XmlDocs.Of(context.TypeInfo.Type) : null;
        if (described is { } description)
        {
            schema.Insert(0, "description", description);
        }

        return schema;
    }
}
