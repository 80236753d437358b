using CsCheck;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Messages.Tests.Serialization;

/// <summary>Whatever arrives, reading it gives a job that can be checked, or the one error that callers know.</summary>
public sealed class DamagedJsonTests
{
    private static readonly byte[] Full = MessageJson.SerializeToUtf8(Samples.FullJob);

    private static readonly string[] Values = ["null", "0", "-1", "1e400", "true", "\"\"", "\"\\ud83d\"", "[]", "[null]", "[[]]", "{}", "{\"\\ud83d\":1}", "{\"a\":{},\"a\":0}", "\"\\u0000\""];

    [Fact]
    public void Deserialize_OfDamagedBytes_GivesAJobOrAFormatError() => Gen.Select(Gen.Int[0, Full.Length - 1], Gen.Byte).List[1, 4].Sample(damages =>
    {
        var json = Full.ToArray();
        damages.ForEach(damage => json[damage.Item1] = damage.Item2);
        Read(json);
    }, iter: 1000);

    [Fact]
    public void Deserialize_OfExchangedValues_GivesAJobOrAFormatError() => Gen.Select(Gen.Int[0, typeof(GenerateImages).GetProperties().Length - 1], Gen.Int[0, Values.Length - 1].Select(i => Values[i])).List[1, 5].Sample(changes =>
    {
        var node = System.Text.Json.Nodes.JsonNode.Parse(Full)!.AsObject();
        var fields = node.Select(field => field.Key).ToArray();
        var members = fields.Select((name, i) => $"\"{name}\":{(changes.Find(change => change.Item1 == i) is (_, { } value) ? value : node[name]!.ToJsonString())}");
        Read(System.Text.Encoding.UTF8.GetBytes($"{{{string.Join(',', members)}}}"));
    }, iter: 1000);

    private static void Read(byte[] json)
    {
        try
        {
            var violations = JobRules.Check(MessageJson.Deserialize<GenerateImages>(json));
            Assert.All(violations, violation => Assert.InRange(violation.ToString().Length, 1, 400));
        }
        catch (MessageFormatException e)
        {
            Assert.NotEmpty(e.Violations);
        }
    }
}
