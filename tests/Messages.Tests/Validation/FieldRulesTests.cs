using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Messages.Tests.Validation;

/// <summary>Every range, with a value just inside and one just outside.</summary>
public sealed class FieldRulesTests
{
    [Theory]
    [InlineData("count", "1", "0", "is 0; allowed is 1 to 16")]
    [InlineData("count", "16", "17", "is 17; allowed is 1 to 16")]
    [InlineData("width", "64", "56", "is 56; allowed is a multiple of 8 from 64 to 4096")]
    [InlineData("width", "520", "516", "is 516; allowed is a multiple of 8 from 64 to 4096")]
    [InlineData("height", "72", "-64", "is -64; allowed is a multiple of 8 from 64 to 4096")]
    [InlineData("height", "2728", "4104", "is 4104; allowed is a multiple of 8 from 64 to 4096")]
    [InlineData("steps", "2", "0", "is 0; allowed is 1 to 150")]
    [InlineData("steps", "150", "151", "is 151; allowed is 1 to 150")]
    [InlineData("guidance", "0", "-0.1", "is -0.1; allowed is 0 to 50")]
    [InlineData("guidance", "50", "50.5", "is 50.5; allowed is 0 to 50")]
    [InlineData("guidance", "1e1", "1e999", "is Infinity; allowed is 0 to 50")]
    [InlineData("guidanceRescale", "0", "-0.01", "is -0.01; allowed is 0 to 1")]
    [InlineData("guidanceRescale", "1", "1.01", "is 1.01; allowed is 0 to 1")]
    [InlineData("eta", "0", "-1", "is -1; allowed is 0 to 1")]
    [InlineData("eta", "1", "2", "is 2; allowed is 0 to 1")]
    [InlineData("clipSkip", "0", "-1", "is -1; allowed is 0 to 12")]
    [InlineData("clipSkip", "12", "13", "is 13; allowed is 0 to 12")]
    [InlineData("strength", "0.04", "0", "is 0; allowed is above 0 to 1")]
    [InlineData("strength", "1", "1.5", "is 1.5; allowed is above 0 to 1")]
    [InlineData("hires.scale", "1.01", "1", "is 1; allowed is above 1 to 4")]
    [InlineData("hires.scale", "4", "4.5", "is 4.5; allowed is above 1 to 4")]
    [InlineData("hires.steps", "2", "0", "is 0; allowed is 1 to 150")]
    [InlineData("hires.steps", "150", "151", "is 151; allowed is 1 to 150")]
    [InlineData("hires.strength", "0.05", "0", "is 0; allowed is above 0 to 1")]
    [InlineData("hires.strength", "1", "1.1", "is 1.1; allowed is above 0 to 1")]
    [InlineData("controlNets[1].scale", "-2", "-2.1", "is -2.1; allowed is -2 to 2")]
    [InlineData("controlNets[1].scale", "2", "9", "is 9; allowed is -2 to 2")]
    [InlineData("controlNets[0].start", "0", "-0.1", "is -0.1; allowed is 0 to 1")]
    [InlineData("controlNets[0].end", "1", "1.1", "is 1.1; allowed is 0 to 1")]
    [InlineData("loras[0].scale", "-4", "-4.5", "is -4.5; allowed is -4 to 4")]
    [InlineData("loras[0].scale", "4", "5", "is 5; allowed is -4 to 4")]
    [InlineData("loras[0].textEncoderScale", "4", "4.25", "is 4.25; allowed is -4 to 4")]
    [InlineData("sizeConditioning.originalHeight", "0", "-1", "is -1; allowed is 0 to 16384")]
    [InlineData("sizeConditioning.originalWidth", "16384", "16385", "is 16385; allowed is 0 to 16384")]
    [InlineData("sizeConditioning.cropTop", "0", "-1", "is -1; allowed is 0 to 16384")]
    [InlineData("sizeConditioning.cropLeft", "16384", "16385", "is 16385; allowed is 0 to 16384")]
    [InlineData("sizeConditioning.targetHeight", "0", "-1", "is -1; allowed is 0 to 16384")]
    [InlineData("sizeConditioning.targetWidth", "16384", "16385", "is 16385; allowed is 0 to 16384")]
    [InlineData("output.quality", "1", "0", "is 0; allowed is 1 to 100")]
    [InlineData("output.quality", "100", "101", "is 101; allowed is 1 to 100")]
    public void Check_NumberAtAnEdge_IsAllowedInsideAndToldOutside(string field, string inside, string outside, string problem)
    {
        Assert.Empty(JobJson.Check(field, inside));
        Assert.Equal([new Violation(field, problem)], JobJson.Check(field, outside));
    }

    [Theory]
    [InlineData("jobId", "a", "", "is ''; allowed is 1 to 64 of letters, digits, '-' and '_'")]
    [InlineData("jobId", "A-b_9", "a/b", "is 'a/b'; allowed is 1 to 64 of letters, digits, '-' and '_'")]
    [InlineData("jobId", "a-b", "ab\\n", "is 'ab?'; allowed is 1 to 64 of letters, digits, '-' and '_'")]
    [InlineData("tenant", "acme", "..", "is '..'; allowed is 1 to 64 of letters, digits, '-' and '_'")]
    [InlineData("tenant", "acme", "é", "is 'é'; allowed is 1 to 64 of letters, digits, '-' and '_'")]
    [InlineData("model", "sd-1.5", ".sd", "is '.sd'; allowed is 1 to 128 of letters, digits, '-', '_' and '.', the first no '-' or '.'")]
    [InlineData("model", "SD_xl", "a b", "is 'a b'; allowed is 1 to 128 of letters, digits, '-', '_' and '.', the first no '-' or '.'")]
    [InlineData("vae.name", "a/b.c", "../b", "is '../b'; allowed is letters, digits, '-', '_' and '.' in parts separated by '/', none empty or beginning with '.'")]
    [InlineData("loras[0].name", "a", "/a", "is '/a'; allowed is letters, digits, '-', '_' and '.' in parts separated by '/', none empty or beginning with '.'")]
    [InlineData("controlNets[0].name", "a", "a//b", "is 'a//b'; allowed is letters, digits, '-', '_' and '.' in parts separated by '/', none empty or beginning with '.'")]
    [InlineData("embeddings[0].token", "x", "two words", "is 'two words'; allowed is 1 to 64 characters without white space")]
    [InlineData("initImage.blob", "a/b.png", "a/../b.png", "is 'a/../b.png'; allowed is letters, digits, '-', '_' and '.' in parts separated by '/', none empty or beginning with '.'")]
    [InlineData("mask.url", "https://a", "http://a", "is 'http://a'; allowed is an absolute https address")]
    [InlineData("callback.url", "https://a/b", "ftp://a", "is 'ftp://a'; allowed is an absolute https address")]
    public void Check_TextOfAnotherForm_IsTold(string field, string inside, string outside, string problem)
    {
        Assert.Empty(JobJson.Check(field, $"\"{inside}\""));
        Assert.Equal([new Violation(field, problem)], JobJson.Check(field, $"\"{outside}\""));
    }

    [Theory]
    [InlineData("jobId", 64, null)]
    [InlineData("tenant", 64, null)]
    [InlineData("model", 128, null)]
    [InlineData("prompt", 8000, "has 8001 characters; allowed is 0 to 8000")]
    [InlineData("prompt2", 8000, "has 8001 characters; allowed is 0 to 8000")]
    [InlineData("negativePrompt", 8000, "has 8001 characters; allowed is 0 to 8000")]
    [InlineData("negativePrompt2", 8000, "has 8001 characters; allowed is 0 to 8000")]
    [InlineData("vae.name", 128, "has 129 characters; allowed is 1 to 128")]
    [InlineData("embeddings[0].token", 64, null)]
    [InlineData("initImage.blob", 900, "has 901 characters; allowed is 1 to 900")]
    public void Check_TextAtItsLongest_IsAllowedAndOneLongerIsTold(string field, int longest, string? problem)
    {
        Assert.Empty(JobJson.Check(field, $"\"{new string('a', longest)}\""));
        var violation = Assert.Single(JobJson.Check(field, $"\"{new string('a', longest + 1)}\""));
        Assert.Equal(field, violation.Field);
        Assert.StartsWith(problem ?? $"is '{new string('a', 37)}...'; allowed is ", violation.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_EmptyPrompt_IsAllowed() => Assert.Empty(JobJson.Check("prompt", "\"\""));

    [Theory]
    [InlineData(63, 'a')]
    [InlineData(65, 'a')]
    [InlineData(64, 'A')]
    [InlineData(64, 'g')]
    public void Check_DigestOfAnotherForm_IsTold(int length, char digit) =>
        Assert.Equal("vae.sha256", Assert.Single(JobRules.Check(Samples.FullJob with { Vae = new() { Sha256 = new string(digit, length) } })).Field);

    [Fact]
    public void Check_ListsAtTheirLongest_AreAllowedAndOneMoreIsTold()
    {
        Assert.Empty(JobRules.Check(WithLists(0)));
        Assert.Equal(
            [
                new Violation("controlNets", "has 9 entries; allowed is at most 8"),
                new Violation("loras", "has 17 entries; allowed is at most 16"),
                new Violation("embeddings", "has 17 entries; allowed is at most 16"),
                new Violation("labels", "has 33 entries; allowed is at most 32"),
            ],
            JobRules.Check(WithLists(1)));
    }

    [Fact]
    public void Check_ValueOutsideOfItsEnum_IsTold()
    {
        var job = Samples.MinimalJob with { Priority = (JobPriority)7, PromptSyntax = (PromptSyntax)(-1), Output = new() { Format = (ImageFormat)3 }, Schedule = (NoiseSchedule)9, Sampler = "euler" };
        Assert.Equal(
            [
                new Violation("promptSyntax", "is -1; allowed is a1111, plain"),
                new Violation("schedule", "is 9; allowed is timesteps, karras, exponential, beta"),
                new Violation("output.format", "is 3; allowed is png, jpeg, webp"),
                new Violation("priority", "is 7; allowed is normal, low"),
            ],
            JobRules.Check(job));
    }

    [Fact]
    public void Check_NumberThatIsNone_IsTold() =>
        Assert.Equal([new Violation("guidance", "is NaN; allowed is 0 to 50")], JobRules.Check(Samples.MinimalJob with { Guidance = double.NaN }));

    [Fact]
    public void Check_NullWhereAValueMustBe_IsTold()
    {
        var job = Samples.MinimalJob with
        {
            Prompt = null!,
            ControlNets = [null!],
            Loras = null!,
            Embeddings = [new() { Name = "a", Token = null! }],
            Output = null!,
            Callback = new() { Url = "https://a", Events = [null!] },
            Labels = new Dictionary<string, string> { ["order"] = null! },
        };
        Assert.Equal(
            ["prompt is null; allowed is text", "controlNets[0] is null; allowed is a value", "loras is null; allowed is a list", "embeddings[0].token is null; allowed is text",
                "output is null; allowed is an object", "callback.events[0] is null; allowed is a value", "labels['order'] is null; allowed is text"],
            JobRules.Check(job).Select(violation => violation.ToString()));
    }

    [Fact]
    public void Check_HalfOfASurrogatePair_IsTold()
    {
        Assert.Empty(JobRules.Check(Samples.MinimalJob with { Prompt = "😀" }));
        Assert.Equal([new Violation("prompt", "has half of a surrogate pair; allowed is Unicode")], JobRules.Check(Samples.MinimalJob with { Prompt = "a \ud83d b" }));
        Assert.Equal([new Violation("prompt", "has half of a surrogate pair; allowed is Unicode")], JobRules.Check(Samples.MinimalJob with { Prompt = "a \ude00" }));
    }

    private static GenerateImages WithLists(int more) => Samples.MinimalJob with
    {
        ControlNets = [.. Enumerable.Range(0, 8 + more).Select(i => new ControlNetReference { Name = $"c{i}", Image = new() { Blob = "a.png" } })],
        Loras = [.. Enumerable.Range(0, 16 + more).Select(i => new LoraReference { Name = $"l{i}" })],
        Embeddings = [.. Enumerable.Range(0, 16 + more).Select(i => new EmbeddingReference { Name = $"e{i}", Token = $"t{i}" })],
        Labels = Enumerable.Range(0, 32 + more).ToDictionary(i => $"k{i}", i => ""),
    };
}
