using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Messages.Tests.Validation;

public sealed class JobRulesTests
{
    [Fact]
    public void Check_MinimalAndFullJob_KeepAllRules()
    {
        Assert.Empty(JobRules.Check(Samples.MinimalJob));
        Assert.Empty(JobRules.Check(Samples.FullJob));
    }

    [Fact]
    public void Check_JobThatBreaksManyRules_TellsThemAllAtOnce()
    {
        var job = MessageJson.Deserialize<GenerateImages>("""
            {
              "jobId": "a b", "model": "dead", "prompt": "x", "count": 0, "width": 100, "steps": 200, "guidance": -1, "sampler": "best", "strength": 2,
              "mask": {}, "hires": {"scale": 8}, "controlNets": [{"image": {"url": "http://a"}, "start": 1, "end": 0.5, "scale": 3}],
              "loras": [{"name": "../a", "scale": 10}], "embeddings": [{"name": "a", "token": "t"}, {"sha256": "ff", "token": "t"}],
              "output": {"quality": 0}, "tenant": "", "callback": {"url": "mailto:a@b", "events": ["done"]}, "labels": {"": "x"}
            }
            """);
        Assert.Equal(
            [
                "callback.events[0]", "callback.url", "controlNets[0]", "controlNets[0].image.url", "controlNets[0].scale", "controlNets[0].start", "count", "embeddings[1].sha256",
                "embeddings[1].token", "guidance", "hires.scale", "jobId", "labels['']", "loras[0].name", "loras[0].scale", "mask", "mask", "model", "output.quality", "sampler", "steps",
                "strength", "tenant", "width",
            ],
            JobRules.Check(job).Select(violation => violation.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Check_PromptOfTenThousandCharacters_IsToldByItsLengthAlone()
    {
        var prompt = string.Concat(Enumerable.Repeat("secret ", 1429))[..10_000];
        Assert.Equal([new Violation("prompt", "has 10000 characters; allowed is 0 to 8000")], JobRules.Check(Samples.MinimalJob with { Prompt = prompt }));
        Assert.Equal(prompt, MessageJson.Deserialize<GenerateImages>(MessageJson.Serialize(Samples.MinimalJob with { Prompt = prompt })).Prompt);
    }

    [Fact]
    public void Check_LongValue_IsShortened()
    {
        var violation = Assert.Single(JobRules.Check(Samples.MinimalJob with { Tenant = new string('x', 1_000_000) }));
        Assert.True(violation.Problem.Length < 120, violation.Problem);
    }

    [Theory]
    [InlineData("dead", false)]
    [InlineData("sd.low", false)]
    [InlineData(".low", false)]
    [InlineData("low", true)]
    [InlineData("deadly", true)]
    [InlineData("sd.low.x", true)]
    public void Check_ModelWhoseQueueWouldBeAnothers_IsTold(string model, bool allowed) =>
        Assert.Equal(allowed, JobRules.Check(Samples.MinimalJob with { Model = model }).Count == 0);

    [Theory]
    [InlineData(4096, 4096, 1.01, false)]
    [InlineData(2048, 64, 2, true)]
    [InlineData(64, 2056, 2, false)]
    [InlineData(1024, 1024, 4, true)]
    [InlineData(1032, 1024, 4, false)]
    [InlineData(null, null, 4, true)]
    public void Check_SecondPass_StaysWithinTheLargestSize(int? width, int? height, double scale, bool allowed)
    {
        var violations = JobRules.Check(Samples.MinimalJob with { Width = width, Height = height, Hires = new() { Scale = scale } });
        Assert.Equal(allowed ? [] : ["hires.scale"], violations.Select(violation => violation.Field));
    }

    [Theory]
    [InlineData("a", null, "")]
    [InlineData("a", "acme", "")]
    [InlineData("a/../b", "..", "jobId, tenant")]
    [InlineData("", "acme", "jobId")]
    public void Check_Cancel_WantsIdsThatCanBeNamesOfBlobs(string jobId, string? tenant, string fields) =>
        Assert.Equal(fields, string.Join(", ", JobRules.Check(new CancelJob(jobId, tenant)).Select(violation => violation.Field)));
}
