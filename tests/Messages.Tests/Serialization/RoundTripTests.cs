using System.Text.Json.Nodes;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Serialization;

namespace SwiftDiffusion.Messages.Tests.Serialization;

public sealed class RoundTripTests
{
    private static readonly object[] All = [Samples.MinimalJob, Samples.FullJob, new CancelJob(Samples.JobId), new CancelJob(Samples.JobId, "acme"), Samples.Result, .. Samples.Events];

    public static TheoryData<int> Messages => [.. Enumerable.Range(0, All.Length)];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Deserialize_OfWhatWasSerialized_GivesTheSameMessage(int index)
    {
        var message = All[index];
        var json = MessageJson.Serialize(message);
        var read = MessageJson.Deserialize(System.Text.Encoding.UTF8.GetBytes(json), message.GetType());
        // Records hold lists, which C# compares by reference: the two are equal when what they hold, written out, is.
        Assert.Equivalent(message, read, strict: true);
        Assert.Equal(json, MessageJson.Serialize(read));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void SerializeToUtf8_OfAnyMessage_IsTheSameText(int index) =>
        Assert.Equal(MessageJson.Serialize(All[index]), System.Text.Encoding.UTF8.GetString(MessageJson.SerializeToUtf8(All[index])));

    [Fact]
    public void FullJob_InEveryField_DiffersFromTheDefault()
    {
        var minimal = JsonNode.Parse(MessageJson.Serialize(Samples.MinimalJob))!.AsObject();
        var full = JsonNode.Parse(MessageJson.Serialize(Samples.FullJob))!.AsObject();
        string[] alike = ["jobId", "schedule"];
        Assert.Empty(minimal.Where(field => !alike.Contains(field.Key) && JsonNode.DeepEquals(field.Value, full[field.Key])).Select(field => field.Key));
        Assert.Equal(typeof(GenerateImages).GetProperties().Length, full.Count);
    }
}
