using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Messages.Serialization;

/// <summary>Finds out why a text could not be read as a message. Runs only after reading has failed, and names all that is wrong where the reader stops at the first.</summary>
internal static class FormatProblems
{
    public static IReadOnlyList<Violation> Find(ReadOnlyMemory<byte> json, Type type)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = true });
        }
        catch (JsonException e)
        {
            return [new Violation(FieldPath.Root, $"is not valid JSON, at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}")];
        }

        using (document)
        {
            var found = new List<Violation>();
            Walk(document.RootElement, MessageJson.Options.GetTypeInfo(type), FieldPath.Root, found);
            return found.Count > 0 ? found : [new Violation(FieldPath.Root, $"cannot be read as {type.Name}")];
        }
    }

    private static void Walk(JsonElement element, JsonTypeInfo info, string path, List<Violation> found)
    {
        switch (info.Kind, element.ValueKind)
        {
            case (JsonTypeInfoKind.Object, JsonValueKind.Object):
                WalkObject(element, info, path, found);
                break;
            case (JsonTypeInfoKind.Enumerable, JsonValueKind.Array):
                foreach (var (i, item) in element.EnumerateArray().Index())
                {
                    Walk(item, MessageJson.Options.GetTypeInfo(info.ElementType!), FieldPath.Item(path, i), found);
                }

                break;
            case (JsonTypeInfoKind.Dictionary, JsonValueKind.Object):
                foreach (var (name, value) in Members(element, path, found))
                {
                    Walk(value, MessageJson.Options.GetTypeInfo(info.ElementType!), FieldPath.Entry(path, name), found);
                }

                break;
            default:
                if (!IsReadable(element, info))
                {
                    found.Add(new Violation(path, $"is {Given(element, info.Type)}; allowed is {Expected.Of(info)}"));
                }

                break;
        }
    }

    private static void WalkObject(JsonElement element, JsonTypeInfo info, string path, List<Violation> found)
    {
        var members = Members(element, path, found);
        foreach (var property in info.Properties)
        {
            var field = FieldPath.Member(path, property.Name);
            var expected = MessageJson.Options.GetTypeInfo(property.PropertyType);
            if (!members.TryGetValue(property.Name, out var value))
            {
                if (property.IsRequired)
                {
                    found.Add(new Violation(field, $"is missing; allowed is {Expected.Of(expected)}"));
                }
            }
            else if (value.ValueKind != JsonValueKind.Null)
            {
                Walk(value, expected, field, found);
            }
            else if (!property.IsSetNullable)
            {
                found.Add(new Violation(field, $"is null; allowed is {Expected.Of(expected)}"));
            }
        }
    }

    /// <summary>An object's fields by name. Tells which are given twice, and whether a name cannot be read.</summary>
    private static Dictionary<string, JsonElement> Members(JsonElement element, string path, List<Violation> found)
    {
        var members = new Dictionary<string, JsonElement>();
        foreach (var member in element.EnumerateObject())
        {
            if (UnicodeJson.NameOf(member) is not { } name)
            {
                found.Add(new Violation(path, "has a field whose name isn't Unicode"));
            }
            else if (!members.TryAdd(name, member.Value))
            {
                found.Add(new Violation(FieldPath.Member(path, Shown.Raw(name)), "is given more than once"));
            }
        }

        return members;
    }

    private static bool IsReadable(JsonElement element, JsonTypeInfo info)
    {
        try
        {
            return element.Deserialize(info) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // Free text is never repeated: it may be a prompt that went into the wrong field.
    private static string Given(JsonElement element, Type type) => element.ValueKind switch
    {
        JsonValueKind.String when UnicodeJson.TextOf(element) is null => "text that isn't Unicode",
        JsonValueKind.String when Expected.IsWord(type) => Shown.Text(element.GetString()!),
        JsonValueKind.String => "text",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        _ => Shown.Raw(element.GetRawText()),
    };
}
