using System.Collections;
using System.Text.Json.Serialization.Metadata;
using SwiftDiffusion.Messages.Serialization;

namespace SwiftDiffusion.Messages.Validation;

/// <summary>Checks each field of a message by itself, by the attributes at the property: the same that the JSON Schemas are made of.</summary>
internal static class FieldRules
{
    public static void Check(object message, Violations violations) => CheckObject(message, Info(message), FieldPath.Root, violations);

    private static void CheckObject(object value, JsonTypeInfo info, string path, Violations violations)
    {
        foreach (var property in info.Properties)
        {
            var field = FieldPath.Member(path, property.Name);
            if (property.Get!(value) is { } member)
            {
                FieldRule.Of(property).Check(member, field, violations);
                CheckParts(member, field, violations);
            }
            else if (!property.IsGetNullable)
            {
                AddNull(field, property.PropertyType, violations);
            }
        }
    }

    private static void CheckParts(object value, string field, Violations violations)
    {
        switch (value)
        {
            case string:
                break;
            case IReadOnlyDictionary<string, string> texts:
                foreach (var (key, _) in texts.Where(entry => entry.Value is null))
                {
                    AddNull(FieldPath.Entry(field, key), typeof(string), violations);
                }

                break;
            case IEnumerable items:
                foreach (var (i, item) in items.Cast<object?>().Index())
                {
                    CheckItem(item, FieldPath.Item(field, i), violations);
                }

                break;
            case var _ when Info(value) is { Kind: JsonTypeInfoKind.Object } info:
                CheckObject(value, info, field, violations);
                break;
        }
    }

    private static void CheckItem(object? item, string field, Violations violations)
    {
        if (item is null)
        {
            violations.Add(field, "null", "a value");
        }
        else
        {
            CheckParts(item, field, violations);
        }
    }

    private static void AddNull(string field, Type type, Violations violations) => violations.Add(field, "null", Expected.Of(MessageJson.Options.GetTypeInfo(type)));

    private static JsonTypeInfo Info(object value) => MessageJson.Options.GetTypeInfo(value.GetType());
}
