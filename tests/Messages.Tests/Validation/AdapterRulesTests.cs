using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Messages.Tests.Validation;

public sealed class AdapterRulesTests
{
    private const string Nameless = "has neither name nor sha256; allowed is one of them or both";

    [Fact]
    public void Check_AdaptersWithoutNameAndDigest_AreTold()
    {
        var job = Samples.MinimalJob with
        {
            ControlNets = [new() { Image = new() { Blob = "a.png" } }],
            Loras = [new() { Name = "a" }, new()],
            Embeddings = [new() { Token = "x" }],
            Vae = new(),
        };
        Assert.Equal(
            [new Violation("controlNets[0]", Nameless), new Violation("loras[1]", Nameless), new Violation("embeddings[0]", Nameless), new Violation("vae", Nameless)],
            JobRules.Check(job));
    }

    [Theory]
    [InlineData(0.5, 0.5, true)]
    [InlineData(0.51, 0.5, false)]
    [InlineData(1, 0, false)]
    public void Check_ControlNet_EndsNoEarlierThanItBegins(double start, double end, bool allowed)
    {
        var job = Samples.MinimalJob with { ControlNets = [new() { Name = "a", Image = new() { Blob = "a.png" }, Start = start, End = end }] };
        Assert.Equal(allowed ? [] : ["controlNets[0].start"], JobRules.Check(job).Select(violation => violation.Field));
    }

    [Fact]
    public void Check_TwoEmbeddingsForOneWord_IsTold()
    {
        var job = Samples.MinimalJob with { Embeddings = [new() { Name = "a", Token = "x" }, new() { Name = "b", Token = "X" }, new() { Name = "c", Token = "x" }] };
        Assert.Equal([new Violation("embeddings[2].token", "is 'x'; allowed is a word that no embedding before it has")], JobRules.Check(job));
    }

    [Fact]
    public void Check_OneLoraTwice_IsAllowed() => Assert.Empty(JobRules.Check(Samples.MinimalJob with { Loras = [new() { Name = "a" }, new() { Name = "a" }] }));
}
