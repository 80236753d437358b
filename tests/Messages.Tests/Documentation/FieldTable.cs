using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Messages.Tests.Schemas;

namespace SwiftDiffusion.Messages.Tests.Documentation;

/// <summary>Writes a record of the contract as a table for people: its fields, their types, defaults and meanings.</summary>
internal static class FieldTable
{
    private static readonly Type[] Exported = typeof(GenerateImages).Assembly.GetExportedTypes();

    /// <summary>The fields of a record. Those that every event has are left out of each event's.</summary>
    public static string Of(string name)
    {
        var type = Exported.Single(type => type.Name == name);
        var fields = MessageJson.Options.GetTypeInfo(type).Properties.Where(field => !type.IsSubclassOf(typeof(JobEvent)) || field.DeclaringType == type);
        var instance = type.IsAbstract || type.GetConstructor(Type.EmptyTypes) is null ? null : Activator.CreateInstance(type);
        return string.Concat(["| field | type | default | meaning |\n|---|---|---|---|\n", .. fields.Select(field => Row(field, instance))]);
    }

    /// <summary>The values of an enum.</summary>
    public static string WordsOf(string name) =>
        string.Concat(["| word | meaning |\n|---|---|\n", .. Exported.Single(type => type.Name == name).GetFields(BindingFlags.Public | BindingFlags.Static).Select(Row)]);

    /// <summary>Every record that stands in a message.</summary>
    public static IEnumerable<string> Records => Exported.Where(type => type.IsClass && type.GetMethod("<Clone>$") is not null).Select(type => type.Name);

    private static string Row(FieldInfo value) => $"| `{Words.Of((Enum)value.GetValue(null)!)}` | {Cell(XmlDocs.Of(value)!)} |\n";

    private static string Row(JsonPropertyInfo field, object? instance)
    {
        var meaning = Cell(XmlDocs.Of((PropertyInfo)field.AttributeProvider!)!);
        var absent = field.IsRequired ? "required" : instance is not null && field.Get!(instance) is { } value ? $"`{JsonSerializer.Serialize(value, MessageJson.Options)}`" : "";
        return $"| `{field.Name}` | {TypeName(field.PropertyType)} | {absent} | {meaning} |\n";
    }

    private static string TypeName(Type type) => MessageJson.Options.GetTypeInfo(type) is { Kind: JsonTypeInfoKind.Enumerable } list ? $"list of {TypeName(list.ElementType!)}" : Plain(Nullable.GetUnderlyingType(type) ?? type);

    private static string Plain(Type type) => type switch
    {
        { IsEnum: true } when Words.All(type).Count > 8 => "a word, see below",
        { IsEnum: true } => string.Join(", ", Words.All(type).Select(word => $"`{word}`")),
        _ when type == typeof(string) => "text",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) || type == typeof(uint) => "whole number",
        _ when type == typeof(double) => "number",
        _ when type == typeof(DateTimeOffset) => "time",
        _ when MessageJson.Options.GetTypeInfo(type).Kind == JsonTypeInfoKind.Dictionary => "texts by name",
        _ => $"`{type.Name}`",
    };

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
