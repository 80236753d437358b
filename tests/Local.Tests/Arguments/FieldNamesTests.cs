using SwiftDiffusion.Local.Arguments;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Results;

namespace SwiftDiffusion.Local.Tests.Arguments;

public sealed class FieldNamesTests
{
    // Those that mean something between machines only.
    private static readonly string[] OfTheFleet = ["jobId", "priority", "tenant", "callback", "labels"];

    [Fact]
    public void Known_EveryFieldOfTheJob_HasItsOption()
    {
        var fields = typeof(GenerateImages).GetProperties().Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..]);
        Assert.Empty(fields.Except(OfTheFleet).Except(FieldNames.Known.Select(known => known.Split('.')[0])));
    }

    [Theory]
    [InlineData("controlNets[1].scale", "is 9; allowed is -2 to 2", "--control (number 2) scale is 9; allowed is -2 to 2.")]
    [InlineData("loras[0]", "has neither", "--lora (number 1) has neither.")]
    [InlineData("timestepSpacing", "is trailing", "--spacing is trailing.")]
    [InlineData("callback.url", "is x", "callback.url is x.")]
    public void Explain_Violation_SpeaksOfTheOption(string field, string problem, string sentence) => Assert.Equal(sentence, FieldNames.Explain(new Violation(field, problem)));

    [Theory]
    [InlineData("loras[0] is 'ink', which this worker doesn't have.", "--lora (number 1) is 'ink', which this worker doesn't have.")]
    [InlineData("initImage.url cannot be fetched.", "--init url cannot be fetched.")]
    [InlineData("Storing 'a' failed.", "Storing 'a' failed.")]
    [InlineData("model 'x' is not served here.", "--model 'x' is not served here.")]
    public void Explain_Sentence_BeginsWithTheOptionWhereItBeganWithAField(string told, string sentence) => Assert.Equal(sentence, FieldNames.Explain(told));
}
