using System.Text.Json.Nodes;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Messages.Tests.Schemas;

/// <summary>Writes the rules between fields that JSON Schema can say. The rest (sampler and schedule, start and end, sizes) only <see cref="JobRules"/> knows.</summary>
internal static class ShapeRules
{
    public static void Write(Type type, JsonObject schema)
    {
        if (type == typeof(PictureReference))
        {
            schema["oneOf"] = new JsonArray(Given("blob", "string"), Given("url", "string"), Given("data", "string"));
        }
        else if (type.IsAssignableTo(typeof(AdapterReference)))
        {
            schema["anyOf"] = new JsonArray(Given("name", "string"), Given("sha256", "string"));
        }
        else if (type == typeof(GenerateImages))
        {
            (schema["if"], schema["then"]) = (Given("mask", "object"), Given("initImage", "object"));
            var labels = schema["properties"]!["labels"]!;
            labels["propertyNames"] = new JsonObject { ["minLength"] = 1, ["maxLength"] = JobLimits.LabelNameLength };
            labels["additionalProperties"]!["maxLength"] = JobLimits.LabelValueLength;
        }
        else if (type == typeof(Callback))
        {
            var events = schema["properties"]!["events"]!;
            events["items"]!["enum"] = new JsonArray([.. EventNames.All.Select(name => (JsonNode)name)]);
            events["uniqueItems"] = true;
        }
    }

    // A null is as good as nothing.
    private static JsonObject Given(string field, string type) => new() { ["required"] = new JsonArray(field), ["properties"] = new JsonObject { [field] = new JsonObject { ["type"] = type } } };
}
