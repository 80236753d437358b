using System.Text.Json.Nodes;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Messages.Tests.Schemas;

/// <summary>A change of the contract is a diff that someone approves: set SWIFT_APPROVE=1 and run the test to rewrite docs/api/schemas, then review it.</summary>
public sealed class SchemaTests
{
    public static IReadOnlyList<Type> Types { get; } = [typeof(GenerateImages), typeof(CancelJob), .. EventNames.All.Select(name => EventNames.TypeOf(name)!), typeof(JobResult)];

    public static TheoryData<Type> Messages => [.. Types];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Schema_OfAMessage_IsTheApprovedOne(Type message)
    {
        var schema = SchemaWriter.Write(message);
        var file = Repository.PathOf($"docs/api/schemas/{SchemaWriter.Name(message)}.json");
        if (Environment.GetEnvironmentVariable("SWIFT_APPROVE") == "1")
        {
            File.WriteAllText(file, schema);
        }

        Assert.Equal(File.ReadAllText(file), schema);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Schema_ReferencesWithin_HaveTheirTarget(Type message)
    {
        var schema = JsonNode.Parse(SchemaWriter.Write(message))!;
        var parts = (schema["$defs"] as JsonObject)?.Select(part => $"#/$defs/{part.Key}") ?? [];
        Assert.Empty(References(schema).Except(parts));
    }

    [Theory]
    [InlineData("steps", "150", true)]
    [InlineData("steps", "151", false)]
    [InlineData("steps", "2.5", false)]
    [InlineData("width", "516", false)]
    [InlineData("strength", "0", false)]
    [InlineData("strength", "0.01", true)]
    [InlineData("prompt", "7", false)]
    [InlineData("seed", "4294967296", false)]
    [InlineData("priority", "\"high\"", false)]
    [InlineData("schedule", "null", true)]
    [InlineData("output", "null", false)]
    [InlineData("jobId", "\"a/b\"", false)]
    [InlineData("hires", "{\"scale\": 1}", false)]
    [InlineData("loras", "[{\"name\": \"ink\", \"scale\": 4}]", true)]
    [InlineData("loras", "[{\"name\": \"ink\", \"scale\": 5}]", false)]
    [InlineData("loras", "[{\"scale\": 1}]", false)]
    [InlineData("controlNets", "[{\"name\": \"edges\"}]", false)]
    [InlineData("initImage", "{\"blob\": \"a.png\", \"url\": null}", true)]
    [InlineData("initImage", "{\"blob\": \"a.png\", \"url\": \"https://a\"}", false)]
    [InlineData("callback", "{\"url\": \"https://a\", \"events\": [\"done\"]}", false)]
    [InlineData("future", "[1, 2]", true)]
    public async Task Schema_OfAJob_AllowsWhatTheRulesAllow(string field, string value, bool allowed)
    {
        var json = $$"""{"jobId": "a", "model": "m", "prompt": "x", "{{field}}": {{value}}}""".Replace($"\"{field}\": \"{(field == "jobId" ? "a" : "x")}\", ", "", StringComparison.Ordinal);
        Assert.Equal(allowed, (await SchemaValidator.ValidateAsync(SchemaWriter.Write(typeof(GenerateImages)), json)).Count == 0);
        Assert.Equal(allowed, IsAllowed(json));
    }

    private static bool IsAllowed(string json)
    {
        try
        {
            return JobRules.Check(MessageJson.Deserialize<GenerateImages>(json)).Count == 0;
        }
        catch (MessageFormatException)
        {
            return false;
        }
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Key == "$ref" ? [member.Value!.GetValue<string>()] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };
}
