using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Serialization;

namespace SwiftDiffusion.Messages.Tests.Serialization;

/// <summary>What a producer is told that sends something else than a job.</summary>
public sealed class FormatProblemsTests
{
    [Theory]
    [InlineData("steps", "2.5", "steps is 2.5; allowed is a whole number")]
    [InlineData("steps", "25.0", "steps is 25.0; allowed is a whole number")]
    [InlineData("steps", "99999999999", "steps is 99999999999; allowed is a whole number")]
    [InlineData("steps", "\"25\"", "steps is text; allowed is a whole number")]
    [InlineData("steps", "null", "steps is null; allowed is a whole number")]
    [InlineData("steps", "[1]", "steps is a list; allowed is a whole number")]
    [InlineData("guidance", "\"7\"", "guidance is text; allowed is a number")]
    [InlineData("guidance", "\"NaN\"", "guidance is text; allowed is a number")]
    [InlineData("seed", "-1", "seed is -1; allowed is a whole number from 0 to 4294967295")]
    [InlineData("seed", "4294967296", "seed is 4294967296; allowed is a whole number from 0 to 4294967295")]
    [InlineData("exact", "1", "exact is 1; allowed is true or false")]
    [InlineData("exact", "\"true\"", "exact is text; allowed is true or false")]
    [InlineData("negativePrompt", "7", "negativePrompt is 7; allowed is text")]
    [InlineData("priority", "\"high\"", "priority is 'high'; allowed is normal, low")]
    [InlineData("priority", "\"Low\"", "priority is 'Low'; allowed is normal, low")]
    [InlineData("priority", "1", "priority is 1; allowed is normal, low")]
    [InlineData("schedule", "\"karras, beta\"", "schedule is 'karras, beta'; allowed is timesteps, karras, exponential, beta")]
    [InlineData("output", "{\"format\": \"gif\"}", "output.format is 'gif'; allowed is png, jpeg, webp")]
    [InlineData("output", "\"png\"", "output is text; allowed is an object")]
    [InlineData("output", "null", "output is null; allowed is an object")]
    [InlineData("loras", "{}", "loras is an object; allowed is a list")]
    [InlineData("loras", "[{\"name\": \"a\"}, {\"name\": \"b\", \"scale\": \"1\"}]", "loras[1].scale is text; allowed is a number")]
    [InlineData("controlNets", "[{\"name\": \"a\"}]", "controlNets[0].image is missing; allowed is an object")]
    [InlineData("labels", "{\"order\": 4711}", "labels['order'] is 4711; allowed is text")]
    [InlineData("labels", "{\"a\": \"1\", \"a\": \"2\"}", "labels.a is given more than once")]
    [InlineData("deadline", "\"2026-11-25T08:30:00\"", "deadline is '2026-11-25T08:30:00'; allowed is a time with its offset as in RFC 3339, such as 2026-11-25T08:30:00Z")]
    [InlineData("deadline", "\"2026-11-25\"", "deadline is '2026-11-25'; allowed is a time with its offset as in RFC 3339, such as 2026-11-25T08:30:00Z")]
    [InlineData("deadline", "1764059400", "deadline is 1764059400; allowed is a time with its offset as in RFC 3339, such as 2026-11-25T08:30:00Z")]
    [InlineData("prompt2", "\"a\", \"prompt2\": \"b\"", "prompt2 is given more than once")]
    [InlineData("prompt2", "\"\\ud83d\"", "prompt2 is text that isn't Unicode; allowed is text")]
    public void Deserialize_WrongValue_NamesFieldValueAndWhatIsAllowed(string field, string value, string problem)
    {
        var e = Assert.Throws<MessageFormatException>(() => MessageJson.Deserialize<GenerateImages>($$"""{"jobId": "a", "model": "m", "prompt": "x", "{{field}}": {{value}}}"""));
        Assert.Equal(problem, Assert.Single(e.Violations).ToString());
        Assert.Equal(e.Path, e.Violations[0].Field);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("steps=25")]
    [InlineData("""{"jobId": "a", "model": "m", "prompt": "x",}""")]
    [InlineData("""{"jobId": "a", /* the model */ "model": "m", "prompt": "x"}""")]
    [InlineData("""{"jobId": "a", "model": "m", "prompt": "x"} {}""")]
    [InlineData("""{"jobId": "a", "model": "m", "prompt": "x", "guidance": NaN}""")]
    [InlineData("""{"jobId": 'a', "model": "m", "prompt": "x"}""")]
    public void Deserialize_TextThatIsNotJson_TellsWhere(string json)
    {
        var e = Assert.Throws<MessageFormatException>(() => MessageJson.Deserialize<GenerateImages>(json));
        Assert.Equal("$", e.Path);
        Assert.StartsWith("$ is not valid JSON, at line 1, byte ", Assert.Single(e.Violations).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null", "$ is null; allowed is an object")]
    [InlineData("[]", "$ is a list; allowed is an object")]
    [InlineData("\"a\"", "$ is text; allowed is an object")]
    public void Deserialize_AnotherKindOfJson_IsTold(string json, string problem) =>
        Assert.Equal(problem, Assert.Single(Assert.Throws<MessageFormatException>(() => MessageJson.Deserialize<GenerateImages>(json)).Violations).ToString());

    [Fact]
    public void Deserialize_ManyWrongFields_NamesThemAll()
    {
        var e = Assert.Throws<MessageFormatException>(() => MessageJson.Deserialize<GenerateImages>("""{"JobId": "a", "prompt": null, "steps": "9", "hires": {"scale": true}}"""));
        Assert.Equal(["jobId", "model", "prompt", "steps", "hires.scale"], e.Violations.Select(violation => violation.Field));
        Assert.Equal(
            "jobId is missing; allowed is text; and model is missing; allowed is text; and prompt is null; allowed is text; and steps is text; allowed is a whole number; " +
            "and hires.scale is true; allowed is a number.",
            e.Message);
    }

    [Fact]
    public void Deserialize_PromptInTheWrongField_IsNotRepeated()
    {
        var e = Assert.Throws<MessageFormatException>(() => MessageJson.Deserialize<GenerateImages>("""{"jobId": "a", "model": "m", "prompt": ["my secret"], "steps": "my secret"}"""));
        Assert.DoesNotContain("secret", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Deserialize_CancelWithoutJob_IsTold() =>
        Assert.Equal("jobId is missing; allowed is text.", Assert.Throws<MessageFormatException>(() => MessageJson.Deserialize<CancelJob>("""{"tenant": "acme"}""")).Message);

    [Fact]
    public void Deserialize_BytesThatAreNotUtf8_IsTold()
    {
        byte[] json = [.. """{"jobId": "a", "model": "m", "prompt": "x"""u8, 0xff, .. "\"}"u8];
        Assert.Equal("prompt is text that isn't Unicode; allowed is text.", Assert.Throws<MessageFormatException>(() => MessageJson.Deserialize<GenerateImages>(json)).Message);
    }

    [Fact]
    public void Deserialize_EventWithUnknownReason_IsTold() => Assert.Equal(
        "reason", Assert.Throws<MessageFormatException>(() => MessageJson.Deserialize<JobFailed>("""{"jobId": "a", "time": "2026-11-25T08:30:00Z", "reason": "tired", "message": "m", "retryable": true}""")).Path);
}
