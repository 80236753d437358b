using CsCheck;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Messages.Tests.Validation;

public sealed class JobPropertiesTests
{
    [Fact]
    public void Check_JobThatPassed_PassesAgainAfterTheWire() => JobGenerator.Valid.Sample(job =>
    {
        Assert.Empty(JobRules.Check(job));
        var json = MessageJson.Serialize(job);
        var received = MessageJson.Deserialize<GenerateImages>(json);
        Assert.Empty(JobRules.Check(received));
        Assert.Equal(json, MessageJson.Serialize(received));
        Assert.Equal((job.Prompt, job.Guidance, job.Seed, job.ControlNets.Count), (received.Prompt, received.Guidance, received.Seed, received.ControlNets.Count));
    }, iter: 300);
}
