using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Results;

namespace SwiftDiffusion.Messages.Tests.Schemas;

/// <summary>A change of the contract is a diff that someone approves: set SWIFT_APPROVE=1 and run the test to rewrite docs/api/schemas, then review it.</summary>
public sealed class SchemaTests
{
    public static TheoryData<Type> Messages => [typeof(GenerateImages), typeof(CancelJob), .. EventNames.All.Select(name => EventNames.TypeOf(name)!), typeof(JobResult)];

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
}
