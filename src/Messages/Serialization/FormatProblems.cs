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
                FindTwice(element, path, found);
                foreach (var entry in element.EnumerateObject())
                {
                    Walk(entry.Value, MessageJson.Options.GetTypeInfo(info.ElementType!), FieldPath.Entry(path, entry.Name), found);
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
        FindTwice(element, path, found);
        foreach (var property in info.Properties)
        {
            var field = FieldPath.Member(path, property.Name);
            var expected = MessageJson.Options.GetTypeInfo(property.PropertyType);
            if (!element.TryGetProperty(property.Name, out var value))
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

    private static void FindTwice(JsonElement element, string path, List<Violation> found) => found.AddRange(
        element.EnumerateObject().CountBy(member => member.Name).Where(count => count.Value > 1).Select(count => new Violation(FieldPath.Member(path, count.Key), "is given more than once")));

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
        JsonValueKind.String when Expected.IsWord(type) => Shown.Text(element.GetString()!),
        JsonValueKind.String => "text",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        _ => Shown.Raw(element.GetRawText()),
    };
}
