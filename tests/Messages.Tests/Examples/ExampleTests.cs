using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Messages.Tests.Schemas;
using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Messages.Tests.Examples;

/// <summary>The examples that the documentation shows are messages, and keep the rules. A file is called as its schema, then what it shows: <c>generate-images.inpaint.json</c>.</summary>
public sealed class ExampleTests
{
    private static readonly string Folder = Repository.PathOf("docs/api/examples");

    private static readonly JsonSerializerOptions KnownFieldsOnly = new(MessageJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Example_Read_IsAMessageThatKeepsTheRules(string file)
    {
        var type = TypeOf(file);
        var message = MessageJson.Deserialize(File.ReadAllBytes(Path.Combine(Folder, file)), type);
        Assert.Equivalent(message, JsonSerializer.Deserialize(File.ReadAllText(Path.Combine(Folder, file)), type, KnownFieldsOnly), strict: true);
        Assert.Empty(message switch
        {
            GenerateImages job => JobRules.Check(job),
            CancelJob cancel => JobRules.Check(cancel),
            _ => [],
        });
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Example_OfAnEventOrResult_IsWhatWeWrite(string file)
    {
        var type = TypeOf(file);
        if (type == typeof(GenerateImages))
        {
            return; // A producer leaves out what it doesn't care for.
        }

        var example = File.ReadAllText(Path.Combine(Folder, file));
        var written = MessageJson.Serialize(MessageJson.Deserialize(System.Text.Encoding.UTF8.GetBytes(example), type));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(example), JsonNode.Parse(written)), written);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Example_AgainstItsSchema_IsValid(string file)
    {
        var schema = File.ReadAllText(Repository.PathOf($"docs/api/schemas/{file.Split('.')[0]}.json"));
        Assert.Empty(await SchemaValidator.ValidateAsync(schema, File.ReadAllText(Path.Combine(Folder, file))));
    }

    [Fact]
    public void Examples_OfEverySchema_AreThere() =>
        Assert.Equal(SchemaTests.Types.Select(SchemaWriter.Name).Order(StringComparer.Ordinal), Files.Select(file => file.Data.Split('.')[0]).Distinct());

    private static Type TypeOf(string file) => SchemaTests.Types.Single(type => SchemaWriter.Name(type) == file.Split('.')[0]);
}
